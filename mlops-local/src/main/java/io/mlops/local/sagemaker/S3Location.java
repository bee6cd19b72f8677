package io.mlops.local.sagemaker;

import io.mlops.local.call.Refusals;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an object, or what begins with a prefix, is in S3.
 *
 * @param bucket the bucket
 * @param key the key or prefix; may be empty
 */
record S3Location(String bucket, String key) {
    private static final Pattern URI = Pattern.compile("s3://([^/?#]{3,63})/?(.*)", Pattern.DOTALL);

    /**
     * Reads an {@code s3://} URI.
     *
     * @param member the member that holds it, for the error
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException if it is none
     */
    static S3Location of(String member, String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            throw Refusals.validation("Invalid S3 URI '" + uri + "' at '" + member + "': write it as s3://bucket/key.");
        }
        return new S3Location(matcher.group(1), matcher.group(2));
    }

    /** Goes further down. */
    S3Location resolve(String path) {
        return new S3Location(bucket, key.isEmpty() || key.endsWith("/") ? key + path : key + "/" + path);
    }

    /** Writes the URI. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
