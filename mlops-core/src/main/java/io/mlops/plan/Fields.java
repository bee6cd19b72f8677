package io.mlops.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Collects a resource's fields in order. */
final class Fields {
    static final String TAGS = "tags";

    private final Map<String, String> fields = new LinkedHashMap<>();

    Fields put(String name, Object value) {
        fields.put(name, value.toString());
        return this;
    }

    Map<String, String> tagged(Map<String, String> tags) {
        fields.put(TAGS, tags.toString());
        return Collections.unmodifiableMap(fields);
    }

    Map<String, String> map() {
        return Collections.unmodifiableMap(fields);
    }

    static Map<String, String> sorted(Map<String, String> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
