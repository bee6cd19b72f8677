package io.mlops.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.training.data.InvalidInputException;
import io.mlops.training.data.Numbers;
import io.mlops.training.data.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads hyperparameters, which SageMaker hands over as a flat map of texts, and reports every fault at once.
 *
 * <p>Values that AWS's Python SDK has encoded as JSON ({@code "\"sqrt\""}) are decoded; its and the tuner's own keys
 * ({@code sagemaker_…}, {@code _tuning_objective_metric}) are not for us.
 */
final class HyperparametersReader {
    private static final List<String> NAMES = List.of(
            "label",
            "positive",
            "categorical_features",
            "ntrees",
            "max_depth",
            "max_features",
            "min_samples_leaf",
            "seed",
            "validation_fraction",
            "threads");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, String> given;
    private final int processors;
    private final List<String> problems = new ArrayList<>();

    private HyperparametersReader(Map<String, String> given, int processors) {
        this.given = given;
        this.processors = processors;
    }

    static Hyperparameters read(Path file, int processors) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("no file " + file + "; the hyperparameter label is required");
        }
        return parse(given(file), processors);
    }

    static Hyperparameters parse(Map<String, String> given, int processors) {
        return new HyperparametersReader(given, processors).read();
    }

    private static Map<String, String> given(Path file) throws IOException {
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

    private Hyperparameters read() {
        refuseUnknown();
        Hyperparameters read = new Hyperparameters(
                label(),
                given.getOrDefault("positive", "1"),
                categoricalFeatures(),
                whole("ntrees", 100, 10_000),
                whole("max_depth", 10, 64),
                maxFeatures(),
                whole("min_samples_leaf", 1, 1_000_000),
                seed(),
                validationFraction(),
                whole("threads", Math.min(processors, 256), 256));
        if (!problems.isEmpty()) {
            throw new InvalidInputException("hyperparameters: " + String.join("; ", problems));
        }
        return read;
    }

    private void refuseUnknown() {
        for (String name : given.keySet()) {
            if (!NAMES.contains(name) && !name.startsWith("sagemaker_") && !name.equals("_tuning_objective_metric")) {
                problems.add("unknown " + Texts.quoted(name) + ", accepted are " + String.join(", ", NAMES));
            }
        }
    }

    private String label() {
        String label = given.getOrDefault("label", "");
        if (label.isEmpty()) {
            problems.add("label is required: the name of the label column");
        }
        return label;
    }

    private Set<String> categoricalFeatures() {
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(given.getOrDefault("categorical_features", "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        if (names.contains(given.getOrDefault("label", ""))) {
            problems.add("categorical_features names the label column; name feature columns only");
        }
        return names;
    }

    private int whole(String name, int otherwise, int most) {
        String text = given.getOrDefault(name, Integer.toString(otherwise));
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        refuse(name, text, "a whole number from 1 to " + most);
        return otherwise;
    }

    private MaxFeatures maxFeatures() {
        String text = given.getOrDefault("max_features", "sqrt");
        Optional<MaxFeatures> parsed = MaxFeatures.parse(text);
        if (parsed.isEmpty()) {
            refuse("max_features", text, MaxFeatures.ACCEPTED);
        }
        return parsed.orElse(new MaxFeatures("sqrt"));
    }

    private long seed() {
        String text = given.getOrDefault("seed", "1");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            refuse("seed", text, "a whole number of 64 bits");
            return 1;
        }
    }

    private double validationFraction() {
        String text = given.getOrDefault("validation_fraction", "0.2");
        OptionalDouble number = Numbers.parse(text);
        if (number.isEmpty() || number.getAsDouble() < 0.01 || number.getAsDouble() > 0.5) {
            refuse("validation_fraction", text, "a number from 0.01 to 0.5");
        }
        return number.orElse(0.2);
    }

    private void refuse(String name, String text, String accepted) {
        problems.add(name + ": got " + Texts.quoted(text) + ", accepted is " + accepted);
    }
}
