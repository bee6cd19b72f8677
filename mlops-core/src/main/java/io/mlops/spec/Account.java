package io.mlops.spec;

/**
 * The account and region that a pipeline stands in.
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}, …
 * @param accountId 12 digits
 * @param region as {@code eu-west-1}
 */
public record Account(String partition, String accountId, String region) {
    /**
     * Makes the ARN of a regional resource.
     *
     * @param service the service's name in ARNs, as {@code sagemaker}
     * @param resource what follows the account
     * @return the ARN
     */
    public String arn(String service, String resource) {
        return "arn:" + partition + ":" + service + ":" + region + ":" + accountId + ":" + resource;
    }

    /**
     * Makes the ARN of an IAM resource, which has no region.
     *
     * @param resource what follows the account
     * @return the ARN
     */
    public String iamArn(String resource) {
        return "arn:" + partition + ":iam::" + accountId + ":" + resource;
    }

    /**
     * Makes the ARN of an S3 bucket or object, which has neither region nor account.
     *
     * @param resource bucket, or bucket and key
     * @return the ARN
     */
    public String s3Arn(String resource) {
        return "arn:" + partition + ":s3:::" + resource;
    }

    /**
     * Names the account and region for people.
     *
     * @return {@code <account>/<region>}
     */
    @Override
    public String toString() {
        return accountId + "/" + region;
    }
}
