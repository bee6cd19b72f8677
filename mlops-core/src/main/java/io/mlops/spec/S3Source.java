package io.mlops.spec;

/**
 * A zip in the pipeline's own versioned bucket.
 *
 * @param key the object's key, 1 to 1000 characters, ending in {@code .zip}
 * @param startsOnChange whether a new version starts an execution, by an EventBridge rule; it does not poll
 */
public record S3Source(String key, boolean startsOnChange) implements Source {}
