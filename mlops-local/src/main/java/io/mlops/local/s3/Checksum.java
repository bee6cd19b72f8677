package io.mlops.local.s3;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/**
 * An object's or part's checksum.
 *
 * @param algorithm how it is computed
 * @param value base64; of a composite one, followed by {@code -} and the number of parts
 * @param type of the whole content, or of the parts' checksums
 */
record Checksum(Algorithm algorithm, String value, ChecksumType type) {
    static Checksum of(Algorithm algorithm, byte[] value) {
        return new Checksum(algorithm, Base64.getEncoder().encodeToString(value), ChecksumType.FULL_OBJECT);
    }

    /** The checksum that a request declares in a header. */
    static Optional<Checksum> declaredBy(SdkPojo request) {
        return Arrays.stream(Algorithm.values())
                .flatMap(algorithm -> Members.text(request, algorithm.member())
                        .map(value -> new Checksum(algorithm, value, ChecksumType.FULL_OBJECT))
                        .stream())
                .findFirst();
    }

    /** Refuses what cannot be the algorithm's value. */
    Checksum requireValue() {
        try {
            if (bytes().length == algorithm.digest().value().length) {
                return this;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like a value of another length.
        }
        throw S3Errors.invalidRequest("Value for " + algorithm.header() + " header is invalid.");
    }

    /** The algorithm that a request asks for, whether or not it declares the value. */
    static Optional<Algorithm> askedBy(SdkPojo request) {
        return Members.text(request, "ChecksumAlgorithm")
                .map(name -> Algorithm.named(name)
                        .orElseThrow(() -> S3Errors.invalidRequest("Checksum algorithm provided is unsupported. Please"
                                + " try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")))
                .or(() -> declaredBy(request).map(Checksum::algorithm));
    }

    /** The members of a response that show it. */
    Map<String, Object> members() {
        return Map.of(algorithm.member(), value, "ChecksumType", type.toString());
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }

    /** Refuses content whose checksum is another than the one that its sender declared. */
    void requireEqual(String declared) {
        if (!value.equals(declared)) {
            throw S3Errors.badDigest(algorithm.name().toUpperCase(Locale.ROOT));
        }
    }
}
