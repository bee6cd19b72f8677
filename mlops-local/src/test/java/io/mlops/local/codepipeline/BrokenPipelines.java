package io.mlops.local.codepipeline;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.utils.builder.Buildable;

/** The table of {@code broken-pipelines.yml}. */
final class BrokenPipelines {
    private final JsonNode table;

    BrokenPipelines() {
        try (InputStream yaml = BrokenPipelines.class.getResourceAsStream("broken-pipelines.yml")) {
            table = new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Broken(String rule, PipelineDeclaration pipeline, String error, String message) {}

    PipelineDeclaration valid() {
        return declaration(table.path("valid"));
    }

    List<Broken> broken() {
        List<Broken> all = new ArrayList<>();
        for (JsonNode row : table.path("broken")) {
            JsonNode changed = table.path("valid").deepCopy();
            row.path("set").properties().forEach(set -> change(changed, set.getKey(), set.getValue()));
            all.add(new Broken(
                    row.path("rule").asText(),
                    declaration(changed),
                    row.path("error").asText(),
                    row.path("message").asText()));
        }
        return all;
    }

    private static void change(JsonNode document, String path, JsonNode value) {
        JsonPointer pointer = JsonPointer.compile(path);
        JsonNode parent = document.at(pointer.head());
        JsonNode changed = parent instanceof ObjectNode object && value.asText().startsWith("@")
                ? object.textNode("x".repeat(copies(value)))
                : value;
        if (parent instanceof ArrayNode array) {
            change(array, pointer.last().getMatchingIndex(), changed);
        } else if (value.isNull()) {
            ((ObjectNode) parent).remove(pointer.last().getMatchingProperty());
        } else {
            ((ObjectNode) parent).set(pointer.last().getMatchingProperty(), changed);
        }
    }

    private static void change(ArrayNode array, int index, JsonNode value) {
        if (value.asText().startsWith("@")) {
            for (int i = 1; i < copies(value); i++) {
                ObjectNode copy = array.get(index).deepCopy();
                array.add(copy.has("actionTypeId") || copy.has("actions") ? copy.put("name", "N" + i) : copy);
            }
        } else if (value.isNull()) {
            array.remove(index);
        } else {
            array.insert(index, value);
        }
    }

    private static int copies(JsonNode value) {
        return Integer.parseInt(value.asText().substring(1));
    }

    private static PipelineDeclaration declaration(JsonNode document) {
        PipelineDeclaration.Builder builder = PipelineDeclaration.builder();
        read(document, (SdkPojo) builder);
        return builder.build();
    }

    private static void read(JsonNode document, SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            Optional.ofNullable(document.get(field.locationName()))
                    .filter(node -> !(node instanceof NullNode))
                    .ifPresent(node -> field.set(builder, value(field, node)));
        }
    }

    private static Object value(SdkField<?> field, JsonNode node) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> {
                SdkPojo member = field.constructor().get();
                read(node, member);
                yield ((Buildable) member).build();
            }
            case LIST -> {
                SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
                List<Object> list = new ArrayList<>();
                node.forEach(element -> list.add(value(member, element)));
                yield list;
            }
            case MAP -> {
                SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), value(member, entry.getValue())));
                yield map;
            }
            case INTEGER -> node.asInt();
            case BOOLEAN -> node.asBoolean();
            default -> node.asText();
        };
    }
}
