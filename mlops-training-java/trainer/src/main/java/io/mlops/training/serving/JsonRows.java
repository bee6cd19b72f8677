package io.mlops.training.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final String FORM = "{\"instances\": [row, …]}, where a row is " + JsonFields.FORM;

    private JsonRows() {}

    static List<double[]> decode(byte[] body, RowEncoder encoder) {
        JsonNode instances = tree(body, "", FORM).path("instances");
        if (!instances.isArray()) {
            throw new RefusedRequestException(400, "no array \"instances\"; accepted is " + FORM);
        }
        JsonFields fields = new JsonFields(encoder);
        List<double[]> rows = new ArrayList<>(instances.size());
        for (JsonNode instance : instances) {
            int row = rows.size() + 1;
            rows.add(encoder.encode(row, fields.of(row, instance)));
        }
        return rows;
    }

    /** Reads {@code application/jsonlines}: a row per line; empty lines do not count. */
    static List<double[]> decodeLines(byte[] body, RowEncoder encoder) {
        JsonFields fields = new JsonFields(encoder);
        List<double[]> rows = new ArrayList<>();
        int from = 0;
        while (from < body.length) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            byte[] line = Arrays.copyOfRange(body, from, to);
            if (!new String(line, StandardCharsets.UTF_8).isBlank()) {
                int row = rows.size() + 1;
                JsonNode instance = tree(line, "row " + row + ": ", JsonFields.FORM);
                rows.add(encoder.encode(row, fields.of(row, instance)));
            }
            from = to + 1;
        }
        return rows;
    }

    private static JsonNode tree(byte[] body, String where, String form) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new RefusedRequestException(
                    400,
                    where + "not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + "; accepted is " + form);
        } catch (NumberFormatException e) {
            // The JDK's: an exponent of more than 32 bits.
            throw new RefusedRequestException(
                    400, where + "not JSON: a number's exponent is too large; accepted is " + form);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read", e);
        }
    }
}
