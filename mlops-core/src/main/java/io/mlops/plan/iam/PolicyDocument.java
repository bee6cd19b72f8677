package io.mlops.plan.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An IAM policy.
 *
 * @param statements at least one
 */
public record PolicyDocument(List<Statement> statements) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Copies the statements. */
    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /**
     * Makes a policy.
     *
     * @param statements at least one
     * @return the policy
     */
    public static PolicyDocument of(Statement... statements) {
        return new PolicyDocument(List.of(statements));
    }

    /**
     * Writes the policy in its canonical form: keys sorted, no white space.
     *
     * @return JSON
     */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Version", "2012-10-17");
        json.put("Statement", statements.stream().map(Statement::json).toList());
        return write(json);
    }

    /**
     * Brings a policy's JSON into the canonical form, so that two can be compared as text.
     *
     * @param json a policy, as an account gives it back; may be empty
     * @return keys sorted, no white space; the text itself where it is not a JSON object
     */
    public static String canonical(String json) {
        try {
            return json.isEmpty() ? "" : write(MAPPER.readValue(json, Map.class));
        } catch (JsonProcessingException e) {
            // An account holds no policy that is not JSON; shown as it is, it stands out as a difference.
            return json;
        }
    }

    private static String write(Map<?, ?> json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a policy of texts and lists is writable as JSON", e);
        }
    }
}
