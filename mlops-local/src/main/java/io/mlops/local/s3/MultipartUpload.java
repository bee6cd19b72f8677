package io.mlops.local.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/** An upload in parts that is not complete. */
final class MultipartUpload {
    private final Start start;
    private final Blobs blobs;
    private final NavigableMap<Integer, Part> parts = new TreeMap<>();
    private boolean ended;

    /**
     * What its start said.
     *
     * @param id its id
     * @param key the object's key
     * @param initiated whole seconds
     * @param headers of the object
     * @param tags of the object
     * @param algorithm the checksum that parts must have
     * @param type of the object's checksum
     */
    record Start(
            String id,
            String key,
            Instant initiated,
            Map<String, Object> headers,
            Map<String, String> tags,
            Optional<Algorithm> algorithm,
            ChecksumType type) {}

    /**
     * A part.
     *
     * @param number 1 to 10,000
     * @param blob its content
     * @param lastModified whole seconds
     */
    record Part(int number, Blob blob, Instant lastModified) {
        String quotedEtag() {
            return '"' + blob.md5() + '"';
        }
    }

    MultipartUpload(Start start, Blobs blobs) {
        this.start = start;
        this.blobs = blobs;
    }

    Start start() {
        return start;
    }

    synchronized List<Part> parts() {
        return List.copyOf(parts.values());
    }

    /** Takes a part, in the place of an earlier one of its number. */
    synchronized void add(Part part) {
        if (ended) {
            blobs.delete(part.blob());
            throw S3Errors.noSuchUpload();
        }
        Part earlier = parts.put(part.number(), part);
        if (earlier != null) {
            blobs.delete(earlier.blob());
        }
    }

    /** Forgets the upload and its parts. */
    synchronized void discard() {
        ended = true;
        parts.values().forEach(part -> blobs.delete(part.blob()));
        parts.clear();
    }

    /**
     * Completes the upload, once: parts that come while it is completed, and a second completion, find it gone.
     *
     * @param completing makes the object of the parts
     */
    synchronized <R> R complete(java.util.function.Function<NavigableMap<Integer, Part>, R> completing) {
        if (ended) {
            throw S3Errors.noSuchUpload();
        }
        R result = completing.apply(parts);
        discard();
        return result;
    }
}
