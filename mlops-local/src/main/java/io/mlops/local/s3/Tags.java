package io.mlops.local.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.Tag;

/** Tags of buckets and objects, and the rules of what they may be (S3 API reference, PutObjectTagging). */
final class Tags {
    private static final int MOST_OF_OBJECT = 10;
    private static final int MOST_OF_BUCKET = 50;

    private Tags() {}

    /** Reads the header {@code x-amz-tagging}: {@code key=value&…}, percent-encoded. */
    static Map<String, String> ofHeader(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
            add(tags, key, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return requireObjectTags(tags);
    }

    static Map<String, String> ofObject(List<Tag> set) {
        return requireObjectTags(map(set));
    }

    static Map<String, String> ofBucket(List<Tag> set) {
        Map<String, String> tags = map(set);
        if (tags.size() > MOST_OF_BUCKET) {
            throw S3Errors.of("BadRequest", 400, "Bucket tags cannot be greater than 50");
        }
        return tags;
    }

    static List<Tag> set(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList();
    }

    private static Map<String, String> map(List<Tag> set) {
        Map<String, String> tags = new LinkedHashMap<>();
        set.forEach(tag -> add(tags, tag.key(), tag.value()));
        return tags;
    }

    private static Map<String, String> requireObjectTags(Map<String, String> tags) {
        if (tags.size() > MOST_OF_OBJECT) {
            throw S3Errors.of("BadRequest", 400, "Object tags cannot be greater than 10");
        }
        return tags;
    }

    private static void add(Map<String, String> tags, String key, String value) {
        if (key.isEmpty() || key.length() > 128) {
            throw S3Errors.of("InvalidTag", 400, "The TagKey you have provided is invalid");
        } else if (value.length() > 256) {
            throw S3Errors.of("InvalidTag", 400, "The TagValue you have provided is invalid");
        } else if (key.startsWith("aws:")) {
            throw S3Errors.of("InvalidTag", 400, "System tags cannot be added/updated by requester");
        } else if (tags.put(key, value) != null) {
            throw S3Errors.of("InvalidTag", 400, "Cannot provide multiple Tags with the same key");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument(
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters"
                            + " without tag name duplicates.");
        }
    }
}
