package io.mlops.local.s3;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What must hold for a request to be served (RFC 9110 section 13; S3 user guide, conditional requests).
 *
 * @param ifMatch ETags, or {@code *}
 * @param ifNoneMatch ETags, or {@code *}
 * @param ifModifiedSince whole seconds
 * @param ifUnmodifiedSince whole seconds
 */
record Conditions(
        Optional<String> ifMatch,
        Optional<String> ifNoneMatch,
        Optional<Instant> ifModifiedSince,
        Optional<Instant> ifUnmodifiedSince) {
    /** No condition. */
    static final Conditions NONE =
            new Conditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Conditions of(SdkPojo request) {
        return prefixed(request, "");
    }

    static Conditions ofSource(SdkPojo request) {
        return prefixed(request, "CopySource");
    }

    static Conditions ifMatch(Optional<String> etag) {
        return new Conditions(etag, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Conditions prefixed(SdkPojo request, String prefix) {
        return new Conditions(
                Members.text(request, prefix + "IfMatch"),
                Members.text(request, prefix + "IfNoneMatch"),
                Members.get(request, prefix + "IfModifiedSince").map(Instant.class::cast),
                Members.get(request, prefix + "IfUnmodifiedSince").map(Instant.class::cast));
    }

    /** Refuses a write to a key that is not as its writer believes. */
    void requireForWrite(Optional<StoredVersion> current) {
        if (ifNoneMatch.isPresent()) {
            if (!ifNoneMatch.get().equals("*")) {
                throw S3Errors.of(
                        "NotImplemented",
                        501,
                        "A header you provided implies functionality that is not implemented: If-None-Match of a write"
                                + " must be *");
            } else if (current.isPresent()) {
                throw S3Errors.preconditionFailed();
            }
        }
        if (ifMatch.isPresent()) {
            StoredVersion version = current.orElseThrow(() -> S3Errors.noSuchKey(Map.of()));
            if (!matches(ifMatch.get(), version)) {
                throw S3Errors.preconditionFailed();
            }
        }
    }

    /** Refuses to read what the reader does not want: by 412, or by 304 where the reader has it already. */
    void requireForRead(StoredVersion version) {
        requireExpected(version);
        if (isKnown(version)) {
            throw S3Errors.of(
                    "NotModified",
                    304,
                    "Not Modified",
                    Map.of("ETag", version.content().quotedEtag()));
        }
    }

    /** Refuses to copy from what the copier does not want, always by 412. */
    void requireForCopy(StoredVersion source) {
        requireExpected(source);
        if (isKnown(source)) {
            throw S3Errors.preconditionFailed();
        }
    }

    private void requireExpected(StoredVersion version) {
        boolean unexpected = ifMatch.isPresent()
                ? !matches(ifMatch.get(), version)
                : ifUnmodifiedSince
                        .filter(time -> version.lastModified().isAfter(time))
                        .isPresent();
        if (unexpected) {
            throw S3Errors.preconditionFailed();
        }
    }

    private boolean isKnown(StoredVersion version) {
        return ifNoneMatch.isPresent()
                ? matches(ifNoneMatch.get(), version)
                : ifModifiedSince
                        .filter(time -> !version.lastModified().isAfter(time))
                        .isPresent();
    }

    private static boolean matches(String etags, StoredVersion version) {
        return Arrays.stream(etags.split(","))
                .map(etag -> etag.strip().replaceFirst("^W/", "").replace("\"", ""))
                .anyMatch(etag ->
                        etag.equals("*") || etag.equals(version.content().etag()));
    }
}
