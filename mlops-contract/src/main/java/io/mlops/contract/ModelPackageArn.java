package io.mlops.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a versioned model package: {@code arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version>}.
 * The pattern is SageMaker's {@code ModelPackageArn} (API model of {@code DescribeModelPackage}), narrowed to versioned
 * packages, which are what a model package group holds.
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}, …
 * @param region the package's region
 * @param accountId the owner's account, 12 digits
 * @param group the model package group's name
 * @param version the version in its group, from 1
 */
public record ModelPackageArn(String partition, String region, String accountId, String group, int version) {
    private static final Pattern PATTERN =
            Pattern.compile("arn:(aws[a-z\\-]*):sagemaker:([a-z0-9\\-]{9,16}):([0-9]{12})"
                    + ":model-package/([a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62})/([1-9][0-9]{0,8})");

    /**
     * Reads an ARN. A byte-order mark and surrounding white space are dropped, since the text usually comes from a file.
     *
     * @param text the ARN
     * @return its parts
     * @throws InvalidContractException if the text is not the ARN of a versioned model package
     */
    public static ModelPackageArn parse(String text) {
        String trimmed = text.startsWith("\uFEFF") ? text.substring(1).strip() : text.strip();
        Matcher matcher = PATTERN.matcher(trimmed);
        if (trimmed.length() > 2048 || !matcher.matches()) {
            throw new InvalidContractException("model package ARN: got \"" + shortened(trimmed)
                    + "\"; accepted is arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version>");
        }
        return new ModelPackageArn(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                matcher.group(4),
                Integer.parseInt(matcher.group(5)));
    }

    /**
     * Writes the ARN as AWS does.
     *
     * @return the ARN
     */
    @Override
    public String toString() {
        return "arn:" + partition + ":sagemaker:" + region + ":" + accountId + ":model-package/" + group + "/"
                + version;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
