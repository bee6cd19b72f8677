package io.mlops.plan.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects a resource's properties in the order in which they are read. */
final class Properties {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Map<String, Object> properties = new LinkedHashMap<>();

    Properties put(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    Properties putAll(Map<String, Object> all) {
        properties.putAll(all);
        return this;
    }

    /** Leaves out what is not described. */
    Properties putUnlessEmpty(String name, String value) {
        return value.isEmpty() ? this : put(name, value);
    }

    Map<String, Object> tagged(Map<String, String> tags) {
        return put("Tags", tags.entrySet().stream().map(Properties::tag).toList())
                .map();
    }

    Map<String, Object> map() {
        return properties;
    }

    /** Reads a policy or an event pattern, which the graph holds as text and a template as an object. */
    static Map<?, ?> json(String text) {
        try {
            return MAPPER.readValue(text, LinkedHashMap.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON object: " + text, e);
        }
    }

    private static Map<String, Object> tag(Map.Entry<String, String> tag) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Key", tag.getKey());
        json.put("Value", tag.getValue());
        return json;
    }
}
