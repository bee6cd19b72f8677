package io.mlops.training.serving;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.training.data.Feature;
import io.mlops.training.data.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields of one row in JSON: an array in the features' order, the same under {@code features}, or an object with a value
 * for each feature's name.
 */
final class JsonFields {
    static final String FORM = "{\"features\": [number, text or null, …]}, the array alone, or {\"column\": value, …}";

    private final RowEncoder encoder;

    JsonFields(RowEncoder encoder) {
        this.encoder = encoder;
    }

    List<String> of(int row, JsonNode instance) {
        if (instance.isArray()) {
            return fields(row, instance);
        }
        if (instance.path("features").isArray()) {
            return fields(row, instance.path("features"));
        }
        if (!instance.isObject() || instance.isEmpty()) {
            throw new RefusedRequestException(400, "row " + row + ": no array \"features\"; accepted is " + FORM);
        }
        return named(row, instance);
    }

    private List<String> fields(int row, JsonNode features) {
        List<String> fields = new ArrayList<>(features.size());
        for (JsonNode value : features) {
            int column = fields.size();
            if (column >= encoder.features().size()) {
                // One more than there are: the encoder says how many are accepted.
                fields.add("");
            } else {
                fields.add(field(row, encoder.features().get(column), value));
            }
        }
        return fields;
    }

    private List<String> named(int row, JsonNode instance) {
        List<String> fields = new ArrayList<>(encoder.features().size());
        for (Feature feature : encoder.features()) {
            JsonNode value = instance.get(feature.name());
            if (value == null) {
                throw new RefusedRequestException(
                        400,
                        "row " + row + ": no column " + Texts.quoted(feature.name()) + "; accepted is "
                                + feature.accepted() + ", as null");
            }
            fields.add(field(row, feature, value));
        }
        for (Map.Entry<String, JsonNode> entry : instance.properties()) {
            if (encoder.features().stream().noneMatch(feature -> feature.name().equals(entry.getKey()))) {
                throw new RefusedRequestException(
                        400,
                        "row " + row + ": unknown column " + Texts.quoted(entry.getKey()) + "; accepted are "
                                + Texts.quoted(encoder.features().stream()
                                        .map(Feature::name)
                                        .toList()));
            }
        }
        return fields;
    }

    private String field(int row, Feature feature, JsonNode value) {
        if (!value.isValueNode() || value.isBoolean()) {
            throw encoder.refused(row, feature, value.toString());
        }
        return value.isNull() ? "" : value.asText();
    }
}
