package io.mlops.local.s3;

import java.util.Map;

/**
 * A bucket's tags.
 *
 * @param tags by key
 */
record BucketTags(Map<String, String> tags) {
    /** Copies the map. */
    BucketTags {
        tags = Map.copyOf(tags);
    }
}
