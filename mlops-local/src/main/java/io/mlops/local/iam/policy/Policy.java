package io.mlops.local.iam.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A policy that was read.
 *
 * @param name what it is called where it stands, as an inline policy's name or a managed one's ARN
 * @param statements its statements
 */
public record Policy(String name, List<Statement> statements) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Copies the list. */
    public Policy {
        statements = List.copyOf(statements);
    }

    /**
     * Reads a policy. It is not held to IAM's grammar beyond what its reading needs.
     *
     * @param name what it is called
     * @param document JSON
     * @return the policy
     * @throws IllegalArgumentException if it cannot be read
     */
    public static Policy parse(String name, String document) {
        try {
            JsonNode json = JSON.readTree(document);
            boolean variables = json.path("Version").asText().equals("2012-10-17");
            List<Statement> statements = new ArrayList<>();
            for (JsonNode statement : elements(json.path("Statement")).toList()) {
                statements.add(statement(statement, statements.size() + 1, variables));
            }
            return new Policy(name, statements);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the policy " + name + " is no JSON", e);
        }
    }

    private static Statement statement(JsonNode json, int number, boolean variables) {
        return new Statement(
                json.path("Sid").asText().isEmpty()
                        ? "#" + number
                        : json.path("Sid").asText(),
                json.path("Effect").asText().equals("Deny"),
                patterns(json, "Action").orElseThrow(() -> new IllegalArgumentException("a statement has no Action")),
                patterns(json, "Resource"),
                principals(json),
                conditions(json.path("Condition")),
                variables);
    }

    private static Optional<Statement.Patterns> patterns(JsonNode statement, String element) {
        return either(statement, element).map(found -> new Statement.Patterns(texts(found), !statement.has(element)));
    }

    private static Optional<JsonNode> either(JsonNode statement, String element) {
        return Optional.ofNullable(statement.get(element))
                .or(() -> Optional.ofNullable(statement.get("Not" + element)));
    }

    private static Optional<Principals> principals(JsonNode statement) {
        return either(statement, "Principal").map(found -> {
            Map<String, List<String>> byType = new HashMap<>();
            if (found.isObject()) {
                found.properties().forEach(entry -> byType.put(entry.getKey(), texts(entry.getValue())));
            } else {
                byType.put("AWS", texts(found));
            }
            return new Principals(byType, !statement.has("Principal"));
        });
    }

    private static List<Condition> conditions(JsonNode block) {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : block.properties()) {
            for (Map.Entry<String, JsonNode> line : operator.getValue().properties()) {
                conditions.add(Condition.of(operator.getKey(), line.getKey(), texts(line.getValue())));
            }
        }
        return conditions;
    }

    /** IAM takes one element where a list may stand. */
    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
    }

    private static List<String> texts(JsonNode node) {
        return elements(node).map(JsonNode::asText).toList();
    }
}
