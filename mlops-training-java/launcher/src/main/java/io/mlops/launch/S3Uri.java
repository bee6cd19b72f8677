package io.mlops.launch;

/**
 * A place in S3.
 *
 * @param bucket the bucket
 * @param key an object's key, or what keys start with
 */
record S3Uri(String bucket, String key) {
    private static final String SCHEME = "s3://";

    /**
     * Reads {@code s3://bucket/key}.
     *
     * @throws LaunchFailedException if it is none
     */
    static S3Uri parse(String field, String text) {
        int slash = text.indexOf('/', SCHEME.length());
        if (!text.startsWith(SCHEME) || slash <= SCHEME.length()) {
            throw new LaunchFailedException(field + ": got " + text + "; accepted is s3://bucket/key");
        }
        return new S3Uri(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
    }

    /** Goes below this prefix, whether or not it ends with a slash. */
    S3Uri resolve(String below) {
        return new S3Uri(bucket, key.isEmpty() || key.endsWith("/") ? key + below : key + "/" + below);
    }

    /** Names another object beside this one. */
    S3Uri sibling(String name) {
        return new S3Uri(bucket, key.substring(0, key.lastIndexOf('/') + 1) + name);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
