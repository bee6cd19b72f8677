package io.mlops.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what JSON lacks of a record: absent and null fields, but for those that are {@link Nullable}, also those of the
 * records in its lists and maps. Jackson
 * would read an absent flag as false, and name one absent field at a time.
 */
final class MissingFields {
    private final List<String> paths = new ArrayList<>();

    private MissingFields() {}

    /** Returns the paths of all that is missing, as {@code variants[0].name}, in the record's order. */
    static List<String> of(Class<? extends Record> type, JsonNode tree) {
        MissingFields missing = new MissingFields();
        missing.look("", type, tree);
        return List.copyOf(missing.paths);
    }

    /** A node of another kind than its type's is none of ours: binding it says what is wrong. */
    private void look(String path, Type type, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            paths.add(path);
        } else if (type instanceof Class<?> record && record.isRecord() && node.isObject()) {
            for (RecordComponent component : record.getRecordComponents()) {
                String name = name(component);
                JsonNode field = node.path(name);
                if (!isOptional(component) || node.hasNonNull(name)) {
                    look(path.isEmpty() ? name : path + "." + name, component.getGenericType(), field);
                }
            }
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class && node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                look(path + "[" + i + "]", list.getActualTypeArguments()[0], node.get(i));
            }
        } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class && node.isObject()) {
            node.properties()
                    .forEach(entry ->
                            look(path + "." + entry.getKey(), map.getActualTypeArguments()[1], entry.getValue()));
        }
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String name(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }
}
