package io.mlops.local.s3;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** The rules by which parts become an object. */
final class Completion {
    private static final long SMALLEST_PART = 5L << 20;

    private final CompleteMultipartUploadRequest request;
    private final MultipartUpload.Start start;
    private final Blobs blobs;

    Completion(CompleteMultipartUploadRequest request, MultipartUpload.Start start, Blobs blobs) {
        this.request = request;
        this.start = start;
        this.blobs = blobs;
    }

    StoredObject complete(Map<Integer, MultipartUpload.Part> parts) {
        List<MultipartUpload.Part> chosen = chosen(parts);
        List<Blob> contents = chosen.stream().map(MultipartUpload.Part::blob).toList();
        requireSize(contents.stream().mapToLong(Blob::size).sum());
        Blob whole = blobs.join(contents);
        try {
            return new StoredObject(
                    whole,
                    etag(contents),
                    checksum(contents, whole),
                    start.headers(),
                    start.tags(),
                    contents.stream().map(Blob::size).toList());
        } catch (RuntimeException e) {
            blobs.delete(whole);
            throw e;
        }
    }

    private List<MultipartUpload.Part> chosen(Map<Integer, MultipartUpload.Part> parts) {
        if (request.multipartUpload() == null
                || request.multipartUpload().parts().isEmpty()) {
            throw S3Errors.malformedXml();
        }
        List<MultipartUpload.Part> chosen = new ArrayList<>();
        int last = 0;
        for (CompletedPart named : request.multipartUpload().parts()) {
            if (named.partNumber() == null || named.eTag() == null) {
                throw S3Errors.malformedXml();
            } else if (named.partNumber() <= last) {
                throw S3Errors.of(
                        "InvalidPartOrder",
                        400,
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            last = named.partNumber();
            chosen.add(named(named, parts));
        }
        for (MultipartUpload.Part part : chosen.subList(0, chosen.size() - 1)) {
            if (part.blob().size() < SMALLEST_PART) {
                throw S3Errors.of(
                        "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");
            }
        }
        return chosen;
    }

    private MultipartUpload.Part named(CompletedPart named, Map<Integer, MultipartUpload.Part> parts) {
        MultipartUpload.Part part = parts.get(named.partNumber());
        Optional<Checksum> declared = Checksum.declaredBy(named);
        boolean found = part != null
                && named.eTag().replace("\"", "").equals(part.blob().md5())
                && declared.stream()
                        .allMatch(value -> value.value()
                                .equals(part.blob()
                                        .checksum()
                                        .filter(own -> own.algorithm() == value.algorithm())
                                        .map(Checksum::value)
                                        .orElse(value.value())));
        if (part == null || !found) {
            throw S3Errors.of(
                    "InvalidPart",
                    400,
                    "One or more of the specified parts could not be found.  The part may not have been uploaded, or"
                            + " the specified entity tag may not match the part's entity tag.");
        }
        boolean required = start.algorithm().isPresent() && start.type() == ChecksumType.COMPOSITE;
        if (required && declared.isEmpty()) {
            String algorithm = start.algorithm().orElseThrow().name().toLowerCase(java.util.Locale.ROOT);
            throw S3Errors.invalidRequest("The upload was created using a " + algorithm
                    + " checksum. The complete request must include the checksum for each part. It was missing for part "
                    + named.partNumber() + " in the request.");
        }
        return part;
    }

    private void requireSize(long size) {
        if (request.mpuObjectSize() != null && request.mpuObjectSize() != size) {
            throw S3Errors.invalidRequest("The provided 'x-amz-mp-object-size' header value " + request.mpuObjectSize()
                    + " does not match what was computed: " + size);
        }
    }

    /** The MD5 of the parts' MD5s, and their number. */
    private static String etag(List<Blob> parts) {
        Algorithm.Digest md5 = Algorithm.Digest.of("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.md5()), 0, 16));
        return HexFormat.of().formatHex(md5.value()) + "-" + parts.size();
    }

    private Optional<Checksum> checksum(List<Blob> parts, Blob whole) {
        Optional<Checksum> checksum = start.algorithm()
                .map(algorithm -> start.type() == ChecksumType.COMPOSITE
                        ? composite(algorithm, parts)
                        : blobs.checksum(whole, algorithm));
        Optional<Checksum> declared = Checksum.declaredBy(request);
        if (declared.isPresent() && checksum.isPresent()) {
            String own = checksum.get().value();
            checksum.get()
                    .requireEqual(
                            own.startsWith(declared.get().value() + "-")
                                    ? own
                                    : declared.get().value());
        } else if (declared.isPresent()) {
            blobs.checksum(whole, declared.get().algorithm())
                    .requireEqual(declared.get().value());
        }
        return checksum;
    }

    private static Checksum composite(Algorithm algorithm, List<Blob> parts) {
        Algorithm.Digest digest = algorithm.digest();
        for (Blob part : parts) {
            byte[] value = part.checksum().orElseThrow(S3Errors::malformedXml).bytes();
            digest.update(value, 0, value.length);
        }
        String value = Base64.getEncoder().encodeToString(digest.value());
        return new Checksum(algorithm, value + "-" + parts.size(), ChecksumType.COMPOSITE);
    }
}
