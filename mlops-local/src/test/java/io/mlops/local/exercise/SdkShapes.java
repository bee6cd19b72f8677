package io.mlops.local.exercise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** The SDK's shapes to and from JSON in the model's own names, as boto3 has them. */
final class SdkShapes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path files;

    /** Makes the reader of shapes whose blobs may be files of a directory. */
    SdkShapes(Path files) {
        this.files = files;
    }

    /** Sets a builder's members; a name that the shape does not have is an error of the exercise. */
    void read(JsonNode input, SdkPojo builder) {
        List<String> unknown = new ArrayList<>();
        input.fieldNames().forEachRemaining(unknown::add);
        for (SdkField<?> field : builder.sdkFields()) {
            JsonNode node = input.get(name(field));
            unknown.remove(name(field));
            if (node != null) {
                field.set(builder, value(field, node));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(builder.getClass() + " has no " + unknown);
        }
    }

    private static String name(SdkField<?> field) {
        // The SDK calls the bucket and key of a copy otherwise than AWS does, save in its path.
        boolean inPath = field.location() == MarshallLocation.PATH || field.location() == MarshallLocation.GREEDY_PATH;
        return inPath && field.memberName().startsWith("Destination") ? field.locationName() : field.memberName();
    }

    private @Nullable Object value(SdkField<?> field, JsonNode node) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> shape(field, node);
            case LIST -> list(field.getTrait(ListTrait.class).memberFieldInfo(), node);
            case MAP -> map(field.getTrait(MapTrait.class).valueFieldInfo(), node);
            case STRING -> node.asText();
            case BOOLEAN -> node.asBoolean();
            case INTEGER -> node.intValue();
            case LONG -> node.longValue();
            case SHORT -> node.shortValue();
            case FLOAT -> node.floatValue();
            case DOUBLE -> node.doubleValue();
            case BIG_DECIMAL -> node.decimalValue();
            case INSTANT ->
                node.isNumber()
                        ? Instant.ofEpochMilli(
                                node.decimalValue().movePointRight(3).longValue())
                        : Instant.parse(node.asText());
            case SDK_BYTES -> SdkBytes.fromByteArray(bytes(node));
            case DOCUMENT -> Document.fromString(node.asText());
            default -> throw new IllegalArgumentException(field.memberName() + ": " + node);
        };
    }

    private Object shape(SdkField<?> field, JsonNode node) {
        SdkPojo builder = field.constructor().get();
        read(node, builder);
        return ((Buildable) builder).build();
    }

    private List<@Nullable Object> list(SdkField<?> member, JsonNode node) {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(element -> list.add(value(member, element)));
        return list;
    }

    private Map<String, @Nullable Object> map(SdkField<?> value, JsonNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), value(value, entry.getValue())));
        return map;
    }

    /** A blob: a text, or {@code {file: name}}. */
    byte[] bytes(JsonNode node) {
        try {
            return node.isObject()
                    ? Files.readAllBytes(files.resolve(node.path("file").asText()))
                    : node.asText().getBytes(StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static ObjectNode write(SdkPojo shape) {
        ObjectNode document = NODES.objectNode();
        for (SdkField<?> field : shape.sdkFields()) {
            Object value = field.getValueOrDefault(shape);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                document.set(name(field), node(value));
            }
        }
        return document;
    }

    private static JsonNode node(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof SdkPojo shape) {
            return write(shape);
        } else if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(element -> array.add(node(element)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, element) -> object.set(key.toString(), node(element)));
            return object;
        } else if (value instanceof SdkBytes bytes) {
            return NODES.textNode(bytes.asUtf8String());
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof Number number) {
            return NODES.numberNode(new BigDecimal(number.toString()));
        }
        return NODES.textNode(value.toString());
    }
}
