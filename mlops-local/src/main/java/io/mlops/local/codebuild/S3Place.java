package io.mlops.local.codebuild;

import java.util.Optional;

/**
 * An object that holds a source or takes an artifact.
 *
 * @param name the source's or artifact's identifier; of a project's primary one, empty
 * @param bucket the bucket
 * @param key the key
 * @param encryptionKey the KMS key that an artifact is encrypted with; empty for the bucket's default
 */
public record S3Place(String name, String bucket, String key, Optional<String> encryptionKey) {
    /**
     * Writes the object's ARN.
     *
     * @return {@code arn:aws:s3:::bucket/key}
     */
    public String arn() {
        return "arn:aws:s3:::" + bucket + "/" + key;
    }

    /** Reads {@code bucket/key}, with or without an ARN's head. */
    static Optional<S3Place> parse(String name, String location) {
        String path = location.replaceFirst("^arn:aws:s3:::", "");
        int slash = path.indexOf('/');
        return slash <= 0 || slash == path.length() - 1
                ? Optional.empty()
                : Optional.of(new S3Place(name, path.substring(0, slash), path.substring(slash + 1), Optional.empty()));
    }
}
