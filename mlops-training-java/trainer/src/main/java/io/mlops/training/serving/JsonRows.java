package io.mlops.training.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code application/json} in the form that SageMaker's built-in algorithms have for dense rows (developer guide,
 * common data formats for inference): <code>{"instances": [{"features": [1.5, "owner", null]}]}</code>.
 */
final class JsonRows {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A number keeps its digits, since it may be a category: 1.50 is the training data's text 1.50, not 1.5.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final String FORM = "{\"instances\": [{\"features\": [number, text or null, …]}, …]}";

    private JsonRows() {}

    static List<double[]> decode(byte[] body, RowEncoder encoder) {
        JsonNode instances = tree(body).path("instances");
        if (!instances.isArray()) {
            throw new RefusedRequestException(400, "no array \"instances\"; accepted is " + FORM);
        }
        List<double[]> rows = new ArrayList<>(instances.size());
        for (JsonNode instance : instances) {
            int row = rows.size() + 1;
            JsonNode features = instance.path("features");
            if (!features.isArray()) {
                throw new RefusedRequestException(400, "row " + row + ": no array \"features\"; accepted is " + FORM);
            }
            rows.add(encoder.encode(row, fields(row, features, encoder)));
        }
        return rows;
    }

    private static List<String> fields(int row, JsonNode features, RowEncoder encoder) {
        List<String> fields = new ArrayList<>(features.size());
        for (JsonNode value : features) {
            if (!value.isValueNode() || value.isBoolean()) {
                int column = fields.size();
                throw column < encoder.features().size()
                        ? encoder.refused(row, encoder.features().get(column), value.toString())
                        : new RefusedRequestException(
                                400,
                                "row " + row + ", value " + (column + 1) + ": accepted is a number, a text or null");
            }
            fields.add(value.isNull() ? "" : value.asText());
        }
        return fields;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new RefusedRequestException(
                    400,
                    "not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + "; accepted is " + FORM);
        } catch (NumberFormatException e) {
            // The JDK's: an exponent of more than 32 bits.
            throw new RefusedRequestException(400, "not JSON: a number's exponent is too large; accepted is " + FORM);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read", e);
        }
    }
}
