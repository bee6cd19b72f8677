package io.mlops.local.account;

/**
 * An account in a region: what every service's state is keyed by.
 *
 * @param accountId 12 digits
 * @param region as {@code eu-west-1}
 */
public record Scope(String accountId, String region) {
    /**
     * Writes the ARN of a regional resource.
     *
     * @param service the ARN's service, as {@code sagemaker}
     * @param resource the ARN's resource part, as {@code endpoint/fraud}
     * @return {@code arn:aws:<service>:<region>:<account>:<resource>}
     */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + accountId + ":" + resource;
    }
}
