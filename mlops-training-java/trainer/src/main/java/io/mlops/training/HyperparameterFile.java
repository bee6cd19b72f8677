package io.mlops.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.training.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the file in which SageMaker hands hyperparameters over: a flat map of texts. Values that AWS's Python SDK has
 * encoded as JSON ({@code "\"sqrt\""}) are decoded.
 */
final class HyperparameterFile {
    private static final JsonMapper MAPPER = new JsonMapper();

    private HyperparameterFile() {}

    static Map<String, String> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("no file " + file + "; the hyperparameter label is required");
        }
        try {
            JsonNode tree = MAPPER.readTree(file.toFile());
            if (!tree.isObject()) {
                throw new InvalidInputException(file + ": expected a JSON object of texts");
            }
            Map<String, String> given = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : tree.properties()) {
                given.put(entry.getKey(), decoded(entry.getValue().asText()));
            }
            return given;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": not JSON; expected an object of texts");
        }
    }

    private static String decoded(String value) {
        try {
            boolean encoded = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            return (encoded ? MAPPER.readTree(value).asText() : value).strip();
        } catch (JsonProcessingException e) {
            return value.strip();
        }
    }
}
