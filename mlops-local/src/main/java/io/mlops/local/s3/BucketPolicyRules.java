package io.mlops.local.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What S3 refuses in a bucket's policy, in its words. */
final class BucketPolicyRules {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int LARGEST = 20 * 1024;
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
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

    private BucketPolicyRules() {}

    /**
     * Checks a policy.
     *
     * @return whether it lets everybody in
     */
    static boolean check(String bucket, String text) {
        if (text.length() > LARGEST) {
            throw malformed("Policies must not exceed 20480 bytes");
        }
        JsonNode policy = parse(text);
        requireFields(policy, DOCUMENT);
        if (policy.has("Version") && !VERSIONS.contains(policy.get("Version").asText())) {
            throw malformed("The policy must contain a valid version string");
        }
        List<JsonNode> statements = list(policy.path("Statement")).toList();
        if (statements.isEmpty()) {
            throw malformed("Missing required field Statement");
        }
        statements.forEach(statement -> checkStatement(bucket, statement));
        return statements.stream().anyMatch(BucketPolicyRules::isPublic);
    }

    private static JsonNode parse(String text) {
        if (!text.startsWith("{")) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw malformed("This policy contains invalid Json");
        }
    }

    private static void checkStatement(String bucket, JsonNode statement) {
        requireFields(statement, STATEMENT);
        requireOne(statement, "Effect", "Effect");
        if (!Set.of("Allow", "Deny").contains(statement.get("Effect").asText())) {
            throw malformed("Invalid effect: " + statement.get("Effect").asText());
        }
        requireOne(statement, "Principal", "NotPrincipal");
        requireOne(statement, "Action", "NotAction");
        requireOne(statement, "Resource", "NotResource");
        boolean actions = either(statement, "Action", "NotAction")
                .allMatch(action -> action.equals("*") || action.startsWith("s3:"));
        if (!actions) {
            throw malformed("Policy has invalid action");
        }
        String arn = "arn:aws:s3:::" + bucket;
        boolean resources = either(statement, "Resource", "NotResource")
                .allMatch(resource ->
                        resource.equals(arn) || resource.startsWith(arn + "/") || resource.equals(arn + "*"));
        if (!resources) {
            throw malformed("Policy has invalid resource");
        }
    }

    private static void requireOne(JsonNode statement, String field, String other) {
        if (!statement.has(field) && !statement.has(other)) {
            throw malformed("Missing required field " + field);
        }
    }

    private static void requireFields(JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw malformed("This policy contains invalid Json");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw malformed("Unknown field " + name);
            }
        });
    }

    private static Stream<String> either(JsonNode statement, String field, String other) {
        return list(statement.has(field) ? statement.get(field) : statement.get(other))
                .map(JsonNode::asText);
    }

    private static Stream<JsonNode> list(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                : Stream.of(node).filter(present -> !present.isMissingNode());
    }

    /** An unconditional permission for everybody; conditions are taken to narrow it. */
    private static boolean isPublic(JsonNode statement) {
        JsonNode principal = statement.path("Principal");
        JsonNode accounts = principal.isObject() ? principal.path("AWS") : principal;
        return statement.get("Effect").asText().equals("Allow")
                && !statement.has("Condition")
                && list(accounts).anyMatch(account -> account.asText().equals("*"));
    }

    private static AwsServiceException malformed(String message) {
        return S3Errors.of("MalformedPolicy", 400, message);
    }
}
