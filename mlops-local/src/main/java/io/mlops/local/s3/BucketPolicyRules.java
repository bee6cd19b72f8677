package io.mlops.local.s3;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.local.iam.PolicyDocument;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What S3 refuses in a bucket's policy, in its words. */
final class BucketPolicyRules {
    private static final int LARGEST = 20 * 1024;

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
        PolicyDocument policy = parse(text);
        policy.unknownField().ifPresent(name -> {
            throw malformed("Unknown field " + name);
        });
        if (!policy.hasKnownVersion()) {
            throw malformed("The policy must contain a valid version string");
        } else if (policy.statements().isEmpty()) {
            throw malformed("Missing required field Statement");
        }
        policy.statements().forEach(statement -> checkStatement(bucket, statement));
        if (!policy.isReadable() || policy.statements().stream().anyMatch(PolicyDocument::contradictsItself)) {
            throw malformed("Invalid policy syntax.");
        }
        return policy.statements().stream().anyMatch(BucketPolicyRules::isPublic);
    }

    private static PolicyDocument parse(String text) {
        if (!text.startsWith("{")) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        return PolicyDocument.read(text)
                .filter(PolicyDocument::isOfObjects)
                .orElseThrow(() -> malformed("This policy contains invalid Json"));
    }

    private static void checkStatement(String bucket, JsonNode statement) {
        for (String element : List.of("Effect", "Principal", "Action", "Resource")) {
            if (!PolicyDocument.has(statement, element)) {
                throw malformed("Missing required field " + element);
            }
        }
        if (!PolicyDocument.hasKnownEffect(statement)) {
            throw malformed("Invalid effect: " + statement.path("Effect").asText());
        }
        boolean actions = texts(statement, "Action").allMatch(action -> action.equals("*") || action.startsWith("s3:"));
        if (!actions) {
            throw malformed("Policy has invalid action");
        }
        String arn = "arn:aws:s3:::" + bucket;
        boolean resources = texts(statement, "Resource")
                .allMatch(resource ->
                        resource.equals(arn) || resource.startsWith(arn + "/") || resource.equals(arn + "*"));
        if (!resources) {
            throw malformed("Policy has invalid resource");
        }
    }

    private static Stream<String> texts(JsonNode statement, String element) {
        return PolicyDocument.values(statement, element).map(JsonNode::asText);
    }

    /** An unconditional permission for everybody; conditions are taken to narrow it. */
    private static boolean isPublic(JsonNode statement) {
        JsonNode principal = statement.path("Principal");
        JsonNode accounts = principal.isObject() ? principal.path("AWS") : principal;
        return statement.get("Effect").asText().equals("Allow")
                && !statement.has("Condition")
                && PolicyDocument.elements(accounts)
                        .anyMatch(account -> account.asText().equals("*"));
    }

    private static AwsServiceException malformed(String message) {
        return S3Errors.of("MalformedPolicy", 400, message);
    }
}
