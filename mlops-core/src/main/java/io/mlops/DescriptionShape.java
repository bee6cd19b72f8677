package io.mlops;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.spec.Problem;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what of a JSON tree does not fit a description's records: unknown and missing fields, and other types. */
final class DescriptionShape {
    private static final String LEAVE_OUT = "respell it, or leave it out";

    private final List<Problem> problems = new ArrayList<>();

    List<Problem> check(ObjectNode tree) {
        object("", Description.class, tree, List.of());
        return List.copyOf(problems);
    }

    private void value(String path, Type type, JsonNode node) {
        if (type instanceof ParameterizedType generic) {
            collection(path, generic, node);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            object(path, plain, node, List.of());
        } else if (type instanceof Class<?> sealed && sealed.isSealed()) {
            implementation(path, sealed, node);
        } else if (type instanceof Class<?> leaf) {
            leaf(path, leaf, node);
        }
    }

    private void collection(String path, ParameterizedType type, JsonNode node) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            if (!node.isArray()) {
                wrong(path, node, "a list");
            }
            for (int i = 0; i < node.size() && node.isArray(); i++) {
                value(path + "[" + i + "]", arguments[0], node.get(i));
            }
        } else if (!node.isObject()) {
            wrong(path, node, "an object");
        } else {
            node.properties().forEach(entry -> value(path + "." + entry.getKey(), arguments[1], entry.getValue()));
        }
    }

    private void implementation(String path, Class<?> sealed, JsonNode node) {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        Class<?> names = DescriptionJson.MAPPER.findMixInClassFor(sealed);
        Arrays.stream(names.getAnnotation(JsonSubTypes.class).value())
                .forEach(type -> types.put(type.name(), type.value()));
        Class<?> chosen = types.get(node.path(DescriptionJson.TYPE).asText());
        if (chosen == null) {
            problems.add(new Problem(
                    join(path, DescriptionJson.TYPE),
                    node.path(DescriptionJson.TYPE).asText(),
                    "one of " + types.keySet(),
                    "say which it is"));
        } else {
            object(path, chosen, node, List.of(DescriptionJson.TYPE));
        }
    }

    private void object(String path, Class<?> type, JsonNode node, List<String> more) {
        if (!node.isObject()) {
            wrong(path, node, "an object");
            return;
        }
        List<String> known = Stream.concat(
                        more.stream(), Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
                .toList();
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                problems.add(new Problem(join(path, field), field, "a field of " + known, LEAVE_OUT));
            }
        });
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode field = node.path(component.getName());
            boolean absent = field.isMissingNode() || field.isNull();
            if (!absent) {
                value(join(path, component.getName()), component.getGenericType(), field);
            } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                problems.add(new Problem(join(path, component.getName()), "", "a value", "write it"));
            }
        }
    }

    private void leaf(String path, Class<?> type, JsonNode node) {
        if (type.isEnum()) {
            List<String> constants =
                    Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
            if (!constants.contains(node.asText())) {
                wrong(path, node, "one of " + constants);
            }
        } else if (type == Duration.class) {
            duration(path, node);
        } else if (type == String.class && !node.isTextual()) {
            wrong(path, node, "a text");
        } else if (type == boolean.class && !node.isBoolean()) {
            wrong(path, node, "true or false");
        } else if ((type == int.class || type == Integer.class) && !node.canConvertToInt()) {
            wrong(path, node, "a whole number");
        } else if ((type == double.class || type == Double.class) && !node.isNumber()) {
            wrong(path, node, "a number");
        }
    }

    private void duration(String path, JsonNode node) {
        try {
            Duration.parse(node.asText());
        } catch (DateTimeException e) {
            wrong(path, node, "a duration as PT5M or PT1H30M (ISO 8601)");
        }
    }

    private void wrong(String path, JsonNode node, String expected) {
        problems.add(
                new Problem(path, node.isValueNode() ? node.asText() : node.toString(), expected, "mend the value"));
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
