package io.mlops.modeltest.suite;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlops.modeltest.suite.InvalidSuiteException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads a suite and checks it whole: all problems are reported at once. */
public final class SuiteReader {
    private static final long MOST_BYTES = 1 << 20;
    private static final int LONGEST_SHOWN = 60;
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<Problem> problems = new ArrayList<>();

    private SuiteReader() {}

    /**
     * Reads a suite.
     *
     * @param file the YAML file, at most 1 MiB
     * @return the suite
     * @throws InvalidSuiteException if the file is not readable, or with every field that is not acceptable
     */
    public static Suite read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InvalidSuiteException(file + ": larger than " + MOST_BYTES + " bytes");
            }
            return read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InvalidSuiteException(
                    file + ": not readable (" + e + "); put the suite there, or name another in the settings");
        }
    }

    static Suite read(String name, String text) {
        SuiteReader reader = new SuiteReader();
        Suite suite = reader.suite(tree(name, text));
        if (!reader.problems.isEmpty()) {
            throw new InvalidSuiteException(name, reader.problems);
        }
        return suite;
    }

    private static JsonNode tree(String name, String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || !tree.isObject()) {
                throw new InvalidSuiteException(name + ": accepted is a YAML mapping with schema, data, thresholds");
            }
            return tree;
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new InvalidSuiteException(name + ": not YAML" + place + ": " + e.getOriginalMessage());
        }
    }

    private Suite suite(JsonNode root) {
        refuseUnknown("", root, Set.of("schema", "data", "thresholds"));
        if (!root.path("schema").asText().equals(Suite.SCHEMA)) {
            problem("schema", root.path("schema"), Suite.SCHEMA);
        }
        JsonNode data = root.path("data");
        refuseUnknown("data.", data, Set.of("rows", "label", "positive"));
        return new Suite(
                text(data, "rows", "the path of a CSV file with header in the source"),
                text(data, "label", "the label column's name"),
                text(data, "positive", "the label's positive value"),
                thresholds(root.path("thresholds")));
    }

    private List<Threshold> thresholds(JsonNode node) {
        List<Threshold> thresholds = new ArrayList<>();
        if (!node.isObject() || node.isEmpty()) {
            problem("thresholds", node, "at least one metric of " + Metric.names() + " with min, max or both");
            return thresholds;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Metric.named(field.getKey())
                    .ifPresentOrElse(
                            metric -> thresholds.add(threshold(metric, field.getValue())),
                            () -> problem(
                                    "thresholds." + field.getKey(), field.getValue(), "one of " + Metric.names()));
        }
        return thresholds;
    }

    private Threshold threshold(Metric metric, JsonNode node) {
        String path = "thresholds." + metric.key();
        refuseUnknown(path + ".", node, Set.of("min", "max"));
        OptionalDouble min = bound(metric, path + ".min", node.path("min"));
        OptionalDouble max = bound(metric, path + ".max", node.path("max"));
        boolean none = node.path("min").isMissingNode() && node.path("max").isMissingNode();
        boolean crossed = min.isPresent() && max.isPresent() && min.getAsDouble() > max.getAsDouble();
        if (none || crossed) {
            problem(path, node, "min, max or both, min not above max");
        }
        return new Threshold(metric, min, max);
    }

    private OptionalDouble bound(Metric metric, String path, JsonNode node) {
        if (node.isMissingNode()) {
            return OptionalDouble.empty();
        }
        if (!node.isNumber() || !metric.accepts(node.doubleValue())) {
            problem(path, node, metric.range());
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(node.doubleValue());
    }

    private String text(JsonNode data, String field, String accepted) {
        JsonNode node = data.path(field);
        if (!node.isValueNode() || node.isNull() || node.asText().isBlank()) {
            problem("data." + field, node, accepted);
            return "";
        }
        return node.asText();
    }

    private void refuseUnknown(String path, JsonNode node, Set<String> known) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problem(
                        path + name,
                        node.path(name),
                        "one of " + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private void problem(String field, JsonNode got, String accepted) {
        String shown = got.isMissingNode() ? "nothing" : got.toString();
        problems.add(new Problem(
                field, shown.length() <= LONGEST_SHOWN ? shown : shown.substring(0, LONGEST_SHOWN) + "…", accepted));
    }
}
