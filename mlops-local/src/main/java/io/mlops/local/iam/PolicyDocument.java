package io.mlops.local.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.iam.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A policy as it is written, before it is known to be one: what the grammar of all policies says (IAM user guide, "Grammar
 * of the IAM JSON policy language"). What is wrong with it each service says in its own words.
 */
public final class PolicyDocument {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
    private static final Set<String> EFFECTS = Set.of("Allow", "Deny");
    private static final Set<String> DOCUMENT = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private final JsonNode json;
    private final List<JsonNode> statements;

    private PolicyDocument(JsonNode json) {
        this.json = json;
        this.statements = elements(json.path("Statement")).toList();
    }

    /**
     * Reads a document.
     *
     * @param text as it was sent
     * @return the document, or empty where it is no JSON or names a member twice
     */
    public static Optional<PolicyDocument> read(String text) {
        try {
            return Optional.of(new PolicyDocument(JSON.readTree(text)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Lists the statements; IAM takes one where a list may stand.
     *
     * @return their JSON, in order
     */
    public List<JsonNode> statements() {
        return statements;
    }

    /**
     * Gives the version.
     *
     * @return empty where there is none
     */
    public String version() {
        return json.path("Version").asText();
    }

    /**
     * Says whether the version is one that there is, or left out.
     *
     * @return whether it is
     */
    public boolean hasKnownVersion() {
        return !json.has("Version") || VERSIONS.contains(version());
    }

    /**
     * Says whether the document and its statements are JSON objects.
     *
     * @return whether they are
     */
    public boolean isOfObjects() {
        return json.isObject() && statements.stream().allMatch(JsonNode::isObject);
    }

    /**
     * Finds a member of the document or of a statement that the grammar does not have.
     *
     * @return the first one's name
     */
    public Optional<String> unknownField() {
        return Stream.concat(
                        unknown(json, DOCUMENT),
                        statements.stream().flatMap(statement -> unknown(statement, STATEMENT)))
                .findFirst();
    }

    private static Stream<String> unknown(JsonNode node, Set<String> known) {
        return node.properties().stream().map(field -> field.getKey()).filter(name -> !known.contains(name));
    }

    /**
     * Says whether the policy can be evaluated: its condition operators are known to the reader.
     *
     * @return whether it can
     */
    public boolean isReadable() {
        try {
            Policy.parse("", json.toString());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Says whether a statement's effect is one that there is.
     *
     * @param statement the statement
     * @return whether it is
     */
    public static boolean hasKnownEffect(JsonNode statement) {
        return EFFECTS.contains(statement.path("Effect").asText());
    }

    /**
     * Says whether a statement has an element or its opposite, as Action or NotAction.
     *
     * @param statement the statement
     * @param element as {@code Action}
     * @return whether it has
     */
    public static boolean has(JsonNode statement, String element) {
        return statement.has(element) || statement.has("Not" + element);
    }

    /**
     * Says whether a statement has an element and its opposite, of which it may have one.
     *
     * @param statement the statement
     * @return whether it has both of any
     */
    public static boolean contradictsItself(JsonNode statement) {
        return Stream.of("Action", "Resource", "Principal")
                .anyMatch(element -> statement.has(element) && statement.has("Not" + element));
    }

    /**
     * Gives the values of an element, or else of its opposite.
     *
     * @param statement the statement
     * @param element as {@code Action}
     * @return the values, which need not be texts
     */
    public static Stream<JsonNode> values(JsonNode statement, String element) {
        return elements(statement.has(element) ? statement.get(element) : statement.path("Not" + element));
    }

    /**
     * Gives the elements of a list, or the one that stands in its place.
     *
     * @param node the JSON
     * @return none where it is missing
     */
    public static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                : Stream.of(node).filter(present -> !present.isMissingNode());
    }
}
