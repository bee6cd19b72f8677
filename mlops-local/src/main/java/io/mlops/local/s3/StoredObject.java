package io.mlops.local.s3;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a version of an object holds.
 *
 * @param blob its content
 * @param etag without quotes
 * @param checksum its checksum
 * @param headers the members that HeadObject and GetObject show again, as {@code ContentType} and {@code Metadata}
 * @param tags its tags
 * @param partSizes in bytes; empty where it was not uploaded in parts
 */
record StoredObject(
        Blob blob,
        String etag,
        Optional<Checksum> checksum,
        Map<String, Object> headers,
        Map<String, String> tags,
        List<Long> partSizes) {
    /** Copies the collections. */
    StoredObject {
        headers = Map.copyOf(headers);
        tags = Map.copyOf(tags);
        partSizes = List.copyOf(partSizes);
    }

    static StoredObject of(Blob blob, Map<String, Object> headers, Map<String, String> tags) {
        return new StoredObject(blob, blob.md5(), blob.checksum(), headers, tags, List.of());
    }

    StoredObject withTags(Map<String, String> others) {
        return new StoredObject(blob, etag, checksum, headers, others, partSizes);
    }

    String quotedEtag() {
        return '"' + etag + '"';
    }

    String storageClass() {
        return headers.getOrDefault("StorageClass", "STANDARD").toString();
    }
}
