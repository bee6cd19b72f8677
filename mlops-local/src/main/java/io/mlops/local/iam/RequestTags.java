package io.mlops.local.iam;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** The condition keys of the tags that a request brings: for S3's objects, keys of S3's own. */
final class RequestTags {
    private RequestTags() {}

    static Map<String, List<String>> of(String service, SdkRequest request) {
        Map<String, List<String>> keys = new HashMap<>();
        List<String> tagKeys = new ArrayList<>();
        String prefix = service.equals("s3") ? "s3:RequestObjectTag/" : "aws:RequestTag/";
        tags(request).forEach((key, value) -> {
            keys.put(prefix + key, List.of(value));
            tagKeys.add(key);
        });
        Stream.of("TagKeys", "tagKeys")
                .flatMap(name -> Members.texts(request, name).stream())
                .forEach(tagKeys::add);
        if (!tagKeys.isEmpty()) {
            keys.put(service.equals("s3") ? "s3:RequestObjectTagKeys" : "aws:TagKeys", tagKeys);
        }
        return keys;
    }

    private static Map<String, String> tags(SdkRequest request) {
        Map<String, String> tags = new HashMap<>();
        Stream.of("Tags", "tags", "Tagging.TagSet")
                .flatMap(path -> Members.at(request, path))
                .forEach(found -> add(tags, found));
        Members.at(request, "Tagging")
                .filter(String.class::isInstance)
                .forEach(header -> addHeader(tags, (String) header));
        return tags;
    }

    private static void add(Map<String, String> tags, Object found) {
        if (found instanceof Map<?, ?> map) {
            map.forEach((key, value) -> tags.put(String.valueOf(key), String.valueOf(value)));
        } else if (found instanceof List<?> list) {
            list.forEach(element -> {
                if (element instanceof SdkPojo) {
                    tags.put(member(element, "key", "Key"), member(element, "value", "Value"));
                }
            });
        }
    }

    private static String member(Object tag, String... names) {
        return Stream.of(names)
                .flatMap(name -> Members.texts(tag, name).stream())
                .findFirst()
                .orElse("");
    }

    private static void addHeader(Map<String, String> tags, String header) {
        for (String pair : header.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            tags.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
