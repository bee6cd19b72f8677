package io.mlops.local.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * A version of an object.
 *
 * @param key the object's key
 * @param id the version's id; {@code null} as a text where the bucket was not versioned when it came
 * @param lastModified whole seconds
 * @param object what it holds; empty of a delete marker
 */
record StoredVersion(String key, String id, Instant lastModified, Optional<StoredObject> object) {
    /** The id of versions that came while the bucket was not versioned. */
    static final String NULL_ID = "null";

    boolean isDeleteMarker() {
        return object.isEmpty();
    }

    /** The content; only of a version that is no delete marker. */
    StoredObject content() {
        return object.orElseThrow(() -> new IllegalStateException("a delete marker has no content"));
    }
}
