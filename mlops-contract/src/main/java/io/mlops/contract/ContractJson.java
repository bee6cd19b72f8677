package io.mlops.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one reader and writer of {@link Contract} records. Unknown fields are ignored; missing ones are refused, all at
 * once, whatever their type, in nested records too; those that are {@code Nullable} may be absent.
 */
public final class ContractJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // An empty text is no number and no flag either.
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
            .build();

    private ContractJson() {}

    /**
     * Writes a record, indented for people.
     *
     * @param contract the record
     * @return its JSON, with a line end
     */
    public static String write(Contract contract) {
        return json(contract, true) + "\n";
    }

    /**
     * Writes a record on one line, for places that count characters.
     *
     * @param contract the record
     * @return its JSON
     */
    public static String writeCompact(Contract contract) {
        return json(contract, false);
    }

    /**
     * Reads a record.
     *
     * @param type the record's type
     * @param name the file or parameter that the text came from, for the error
     * @param text the JSON
     * @param <T> the record's type
     * @return the record
     * @throws InvalidContractException if the text is not JSON, has another schema, or lacks a field
     */
    public static <T extends Record & Contract> T read(Class<T> type, String name, String text) {
        JsonNode tree = tree(name, text);
        String accepted = schemaOf(type);
        String given = tree.path("schema").asText("");
        if (!given.equals(accepted)) {
            throw new InvalidContractException(name + ": field schema: got \"" + given + "\"; accepted is \"" + accepted
                    + "\"; use versions of the project's modules that belong together");
        }
        requireFields(type, name, tree);
        return bind(type, name, tree);
    }

    private static JsonNode tree(String name, String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || !tree.isObject()) {
                throw new InvalidContractException(name + ": expected a JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new InvalidContractException(name + ": not JSON: " + e.getOriginalMessage() + place(e));
        }
    }

    private static <T> T bind(Class<T> type, String name, JsonNode tree) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new InvalidContractException(name + ": " + e.getOriginalMessage());
        }
    }

    private static void requireFields(Class<? extends Record> type, String name, JsonNode tree) {
        List<String> missing = MissingFields.of(type, tree);
        if (!missing.isEmpty()) {
            throw new InvalidContractException(name + ": missing "
                    + missing.stream().map(field -> "\"" + field + "\"").collect(Collectors.joining(", ")));
        }
    }

    private static String schemaOf(Class<? extends Contract> type) {
        try {
            return (String) type.getField("SCHEMA").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " declares no SCHEMA", e);
        }
    }

    private static String json(Contract contract, boolean indented) {
        try {
            return (indented ? MAPPER.writer(SerializationFeature.INDENT_OUTPUT) : MAPPER.writer())
                    .writeValueAsString(contract);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(contract.schema() + " is not writable as JSON", e);
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}
