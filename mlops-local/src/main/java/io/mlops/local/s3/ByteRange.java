package io.mlops.local.s3;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The part of an object that a reader wants.
 *
 * @param from the first byte
 * @param length in bytes
 * @param size the whole object's
 */
record ByteRange(long from, long length, long size) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Reads {@code Range} or {@code PartNumber}; empty where the whole object is wanted. */
    static Optional<ByteRange> of(SdkPojo request, StoredObject object) {
        Optional<String> range = Members.text(request, "Range");
        Optional<Integer> part = Members.get(request, "PartNumber").map(Integer.class::cast);
        if (range.isPresent() && part.isPresent()) {
            throw S3Errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
        }
        return part.isPresent()
                ? ofPart(part.get(), object)
                : range.flatMap(text -> ofHeader(text, object.blob().size()));
    }

    /** A header that is no single range of bytes is ignored, as HTTP says. */
    private static Optional<ByteRange> ofHeader(String text, long size) {
        Matcher matcher = RANGE.matcher(text.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        long from;
        long to = size - 1;
        if (matcher.group(1).isEmpty()) {
            long last = Long.parseLong(matcher.group(2));
            from = last == 0 ? size : Math.max(0, size - last);
        } else {
            from = Long.parseLong(matcher.group(1));
            if (!matcher.group(2).isEmpty()) {
                long asked = Long.parseLong(matcher.group(2));
                if (asked < from) {
                    return Optional.empty();
                }
                to = Math.min(to, asked);
            }
        }
        if (from >= size) {
            throw S3Errors.of(
                    "InvalidRange",
                    416,
                    "The requested range is not satisfiable",
                    Map.of("Content-Range", "bytes */" + size));
        }
        return Optional.of(new ByteRange(from, to - from + 1, size));
    }

    private static Optional<ByteRange> ofPart(int number, StoredObject object) {
        List<Long> sizes = object.partSizes();
        if (number < 1 || number > Math.max(1, sizes.size())) {
            throw S3Errors.of("InvalidPart", 416, "The requested partnumber is not satisfiable");
        }
        if (sizes.isEmpty()) {
            return Optional.empty();
        }
        long from =
                sizes.subList(0, number - 1).stream().mapToLong(Long::longValue).sum();
        return Optional.of(
                new ByteRange(from, sizes.get(number - 1), object.blob().size()));
    }

    /** Writes {@code Content-Range}. */
    String text() {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
