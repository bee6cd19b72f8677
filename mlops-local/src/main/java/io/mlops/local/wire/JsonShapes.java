package io.mlops.local.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.call.Refusals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** The SDK's shapes to and from JSON documents, by the fields that the shapes declare. */
final class JsonShapes {
    /** Longer strings than Jackson's own limit are needed for zips in base64. */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(80 * 1024 * 1024)
                            .build())
                    .build())
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonShapes() {}

    /** Sets the members of a shape's builder that the document has. */
    static void read(JsonNode document, SdkPojo builder, Predicate<SdkField<?>> wanted) {
        for (SdkField<?> field : builder.sdkFields()) {
            JsonNode node = document.get(field.locationName());
            if (wanted.test(field) && node != null && !node.isNull()) {
                field.set(builder, readValue(field, node));
            }
        }
    }

    static @Nullable Object readValue(SdkField<?> field, JsonNode node) {
        MarshallingKnownType type = field.marshallingType().getKnownType();
        if (node.isNull()) {
            return null;
        }
        return switch (type) {
            case SDK_POJO -> readShape(field, node);
            case LIST -> readList(field, node);
            case MAP -> readMap(field, node);
            case STRING -> expect(node.isTextual(), field, "STRING_VALUE", node).textValue();
            case BOOLEAN -> expect(node.isBoolean(), field, "BOOLEAN", node).booleanValue();
            case DOCUMENT -> Document.fromString(node.toString());
            case INSTANT ->
                node.isNumber()
                        ? Instant.ofEpochMilli(
                                node.decimalValue().movePointRight(3).longValue())
                        : Scalars.read(field, node.asText(), TimestampFormatTrait.Format.ISO_8601);
            case SDK_BYTES -> Scalars.read(field, node.asText(), TimestampFormatTrait.Format.UNIX_TIMESTAMP);
            default ->
                Scalars.read(
                        field,
                        expect(node.isNumber(), field, "NUMBER_VALUE", node).asText(),
                        TimestampFormatTrait.Format.UNIX_TIMESTAMP);
        };
    }

    private static JsonNode expect(boolean fits, SdkField<?> field, String accepted, JsonNode node) {
        if (!fits) {
            throw Refusals.of(
                    "SerializationException",
                    400,
                    field.memberName() + ": " + node.getNodeType() + " can not be converted to a " + accepted);
        }
        return node;
    }

    private static Object readShape(SdkField<?> field, JsonNode node) {
        SdkPojo builder = field.constructor().get();
        read(expect(node.isObject(), field, "STRUCTURE", node), builder, any -> true);
        return ((Buildable) builder).build();
    }

    private static List<@Nullable Object> readList(SdkField<?> field, JsonNode node) {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        List<@Nullable Object> list = new ArrayList<>();
        expect(node.isArray(), field, "LIST", node).forEach(element -> list.add(readValue(member, element)));
        return list;
    }

    private static Map<String, @Nullable Object> readMap(SdkField<?> field, JsonNode node) {
        SdkField<?> value = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        expect(node.isObject(), field, "MAP", node)
                .properties()
                .forEach(entry -> map.put(entry.getKey(), readValue(value, entry.getValue())));
        return map;
    }

    /** How a shape's members are named and its values shown. */
    interface Style {
        String name(SdkField<?> field);

        JsonNode bytes(SdkField<?> field, SdkBytes bytes);
    }

    /** The wire's own style. */
    static final Style WIRE = new Style() {
        @Override
        public String name(SdkField<?> field) {
            return field.locationName();
        }

        @Override
        public JsonNode bytes(SdkField<?> field, SdkBytes bytes) {
            return NODES.binaryNode(bytes.asByteArrayUnsafe());
        }
    };

    static ObjectNode write(SdkPojo shape, Style style, Predicate<SdkField<?>> wanted) {
        ObjectNode document = NODES.objectNode();
        for (SdkField<?> field : shape.sdkFields()) {
            Object value = field.getValueOrDefault(shape);
            if (value != null && isSet(value) && wanted.test(field)) {
                document.set(style.name(field), writeValue(field, value, style));
            }
        }
        return document;
    }

    /** The SDK gives an empty collection of its own for one that was never set. */
    static boolean isSet(Object value) {
        return !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    private static JsonNode writeValue(SdkField<?> field, @Nullable Object value, Style style) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof SdkPojo shape) {
            return write(shape, style, any -> true);
        } else if (value instanceof List<?> list) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            ArrayNode array = NODES.arrayNode();
            list.forEach(element -> array.add(writeValue(member, element, style)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
            ObjectNode object = NODES.objectNode();
            map.forEach((key, element) -> object.set(key.toString(), writeValue(member, element, style)));
            return object;
        }
        return writeScalar(field, value, style);
    }

    private static JsonNode writeScalar(SdkField<?> field, Object value, Style style) {
        if (value instanceof Instant instant) {
            return NODES.numberNode(BigDecimal.valueOf(instant.toEpochMilli(), 3));
        } else if (value instanceof SdkBytes bytes) {
            return style.bytes(field, bytes);
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof Number number) {
            return MAPPER.valueToTree(number);
        }
        return NODES.textNode(value.toString());
    }
}
