package io.mlops.local.s3;

import io.mlops.local.call.Trailers;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * What a sender says of the content that it sends.
 *
 * @param length in bytes
 * @param md5 in base64
 * @param algorithm the checksum to compute
 * @param checksum the checksum's value, where a header has it; a trailer's is known when the content was read
 */
record Expected(
        Optional<Long> length, Optional<String> md5, Optional<Algorithm> algorithm, Optional<Checksum> checksum) {
    private static final long LARGEST = 5L << 30;

    static Expected of(SdkPojo request, RequestBody body) {
        Optional<Long> length = body.optionalContentLength();
        if (length.filter(bytes -> bytes > LARGEST).isPresent()) {
            throw S3Errors.of("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size");
        }
        Optional<String> md5 = Members.text(request, "ContentMD5");
        md5.ifPresent(Expected::requireMd5);
        return new Expected(
                length,
                md5,
                Checksum.askedBy(request),
                Checksum.declaredBy(request).map(Checksum::requireValue));
    }

    private static void requireMd5(String text) {
        try {
            if (Base64.getDecoder().decode(text).length == 16) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like a value of another length.
        }
        throw S3Errors.of("InvalidDigest", 400, "The Content-MD5 you specified was invalid.");
    }

    /** The checksum to compute: the declared one's, else the one of the trailer that the stream announces. */
    Optional<Algorithm> algorithmOf(InputStream content) {
        return algorithm.or(() -> content instanceof Trailers trailers
                ? trailers.announced().stream()
                        .filter(name -> name.startsWith("x-amz-checksum-"))
                        .flatMap(name -> Algorithm.named(name.substring("x-amz-checksum-".length())).stream())
                        .findFirst()
                : Optional.empty());
    }

    /** Refuses content that is not what its sender said. */
    void verify(InputStream content, Blob blob) {
        if (length.filter(bytes -> bytes != blob.size()).isPresent()) {
            throw S3Errors.of(
                    "IncompleteBody",
                    400,
                    "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
        md5.filter(text -> !HexFormat.of()
                        .formatHex(Base64.getDecoder().decode(text))
                        .equals(blob.md5()))
                .ifPresent(text -> {
                    throw S3Errors.of(
                            "BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
                });
        blob.checksum().ifPresent(computed -> {
            checksum.ifPresent(declared -> computed.requireEqual(declared.value()));
            if (content instanceof Trailers trailers) {
                trailers.trailer(computed.algorithm().header()).ifPresent(computed::requireEqual);
            }
        });
    }
}
