package io.mlops.local.exercise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is called of one service: the lines of {@code <service>.yml}.
 *
 * @param service botocore's name of the service
 * @param texts long texts by name, which steps have as {@code ${name}}
 * @param steps the calls, in order
 * @param cannot the reasons why errors cannot be had, by operation or {@code *}, then by the error's shape
 */
record Exercise(String service, Map<String, String> texts, List<Step> steps, JsonNode cannot) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Set<String> WORDS =
            Set.of("error", "message", "save", "until", "expect", "session", "as", "clients");

    static Exercise read(String service) {
        try (InputStream file = Exercise.class.getResourceAsStream(service + ".yml")) {
            if (file == null) {
                throw new IllegalStateException("exercise/" + service + ".yml is missing");
            }
            JsonNode root = YAML.readTree(file);
            List<Step> steps = new ArrayList<>();
            root.path("steps").forEach(node -> steps.add(step(service, node, steps.size() + 1)));
            Map<String, String> texts = new HashMap<>();
            root.path("texts")
                    .properties()
                    .forEach(text -> texts.put(text.getKey(), text.getValue().asText()));
            return new Exercise(service, texts, steps, root.path("cannot"));
        } catch (IOException e) {
            throw new UncheckedIOException(service, e);
        }
    }

    private static Step step(String service, JsonNode node, int number) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        names.removeAll(WORDS);
        if (names.size() != 1) {
            throw new IllegalStateException(service + ".yml step " + number + ": one operation, not " + names);
        }
        String[] parts = names.get(0).split("\\.", 2);
        return new Step(
                number,
                parts.length == 2 ? parts[0] : service,
                parts[parts.length - 1],
                node.get(names.get(0)),
                texts(node.path("error")),
                node);
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(text -> texts.add(text.asText()));
        } else if (!node.isMissingNode()) {
            texts.add(node.asText());
        }
        return texts;
    }

    /** Whether some step has the operation's happy way. */
    boolean succeeds(String operation) {
        return steps.stream()
                .anyMatch(step -> step.isOf(service, operation) && step.errors().isEmpty());
    }

    /** The codes that steps get of the operation. */
    Set<String> errorsOf(String operation) {
        Set<String> codes = new HashSet<>();
        steps.stream().filter(step -> step.isOf(service, operation)).forEach(step -> codes.addAll(step.errors()));
        return codes;
    }

    /** Whether a reason is given why the error cannot be had. */
    boolean excuses(String operation, String error) {
        return cannot.path("*").hasNonNull(error) || cannot.path(operation).hasNonNull(error);
    }

    /**
     * One call.
     *
     * @param number its place, from 1
     * @param service the service that is called
     * @param operation its operation
     * @param input the input, with variables
     * @param errors the codes of which one is expected; empty where it succeeds
     * @param words what else is said of it
     */
    record Step(int number, String service, String operation, JsonNode input, List<String> errors, JsonNode words) {
        boolean isOf(String name, String called) {
            return service.equals(name) && operation.equals(called);
        }

        boolean isFor(String client) {
            List<String> clients = texts(words.path("clients"));
            return clients.isEmpty() || clients.contains(client);
        }

        @Override
        public String toString() {
            return "step " + number + ", " + service + " " + operation;
        }
    }
}
