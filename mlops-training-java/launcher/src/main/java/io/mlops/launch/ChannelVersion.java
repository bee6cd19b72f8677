package io.mlops.launch;

/**
 * What a channel's prefix held when the training job was created.
 *
 * @param channel the channel's name
 * @param version the S3 version of the object that was written last; {@code null} as text in a bucket without versions
 * @param digest SHA-256 over the objects' keys, sizes and ETags
 * @param objects how many there were
 */
record ChannelVersion(String channel, String version, String digest, long objects) {}
