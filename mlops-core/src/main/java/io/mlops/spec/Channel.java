package io.mlops.spec;

/**
 * A channel of the training job's input.
 *
 * @param name at most 64 characters of {@code [A-Za-z0-9.\-_]}
 * @param prefix the data's key prefix in the pipeline's bucket, as {@code training-data/}
 * @param contentType the MIME type of the data, as {@code text/csv}
 */
public record Channel(String name, String prefix, String contentType) {}
