package io.mlops.spec;

/**
 * A zip in the pipeline's own versioned bucket. A new version is taken when an execution is started.
 *
 * @param key the object's key, 1 to 1000 characters, ending in {@code .zip}
 */
public record S3Source(String key) implements Source {}
