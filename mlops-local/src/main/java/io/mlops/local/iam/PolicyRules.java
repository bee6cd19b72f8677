package io.mlops.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What IAM refuses in a policy that is written, in its words. */
final class PolicyRules {
    private static final String SYNTAX = "Syntax errors in policy.";

    private final PolicyDocument document;

    private PolicyRules(PolicyDocument document) {
        this.document = document;
    }

    /** Checks a policy that an identity or a session has; gives what is wrong. */
    static Optional<String> ofIdentity(String text) {
        return check(
                text,
                rules -> rules.first("Policy document should not specify a principal.", PolicyRules::hasPrincipal)
                        .or(() -> rules.first(
                                "Policy statement must contain resources.",
                                statement -> isEmpty(statement, "Resource"))));
    }

    /** Checks a managed policy, which an older version than other policies may not have; gives what is wrong. */
    static Optional<String> ofManaged(String text) {
        return check(
                text,
                rules -> rules.document.version().equals("2012-10-17")
                        ? ofIdentity(text)
                        : Optional.of("Policy document must be version 2012-10-17 or greater."));
    }

    /** Checks a trust policy; gives what is wrong. */
    static Optional<String> ofTrust(String text, Roles roles) {
        return check(
                text,
                rules -> rules.first(
                                "Has prohibited field Resource.",
                                statement -> PolicyDocument.has(statement, "Resource"))
                        .or(() ->
                                rules.first("Missing required field Principal", statement -> !hasPrincipal(statement)))
                        .or(() -> rules.first(
                                "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and"
                                        + " sts:AssumeRoleWithWebIdentity",
                                statement -> !values(statement, "Action").allMatch(PolicyRules::isTrustAction)))
                        .or(() -> rules.document.statements().stream()
                                .flatMap(statement -> statement.path("Principal").properties().stream())
                                .flatMap(type -> PolicyDocument.elements(type.getValue())
                                        .map(JsonNode::asText)
                                        .filter(principal -> !isPrincipal(type.getKey(), principal, roles))
                                        .map(principal -> "Invalid principal in policy: \"" + type.getKey() + "\":\""
                                                + principal + "\""))
                                .findFirst()));
    }

    private interface Kind {
        Optional<String> fault(PolicyRules rules);
    }

    private static Optional<String> check(String text, Kind kind) {
        Optional<PolicyRules> read = PolicyDocument.read(text).map(PolicyRules::new);
        return read.isEmpty()
                ? Optional.of(SYNTAX)
                : read.flatMap(rules -> rules.fault().or(() -> kind.fault(rules)));
    }

    private Optional<String> fault() {
        if (!isWellFormed()) {
            return Optional.of(SYNTAX);
        }
        Set<String> sids = new HashSet<>();
        return first(
                        "Statement IDs (SID) in a single policy must be unique.",
                        statement -> statement.has("Sid")
                                && !sids.add(statement.get("Sid").asText()))
                .or(() -> first("Policy statement must contain actions.", statement -> isEmpty(statement, "Action")))
                .or(() -> each("Resource")
                        .flatMap(resource -> resourceFault(resource).stream())
                        .findFirst())
                .or(() -> each("Action")
                        .flatMap(action -> actionFault(action).stream())
                        .findFirst());
    }

    private boolean isWellFormed() {
        List<JsonNode> statements = document.statements();
        return document.isOfObjects()
                && document.unknownField().isEmpty()
                && document.hasKnownVersion()
                && !statements.isEmpty()
                && statements.stream().allMatch(PolicyRules::isStatement)
                && (document.isReadable() || statements.stream().anyMatch(statement -> isEmpty(statement, "Action")));
    }

    private static boolean isStatement(JsonNode statement) {
        return PolicyDocument.hasKnownEffect(statement)
                && !PolicyDocument.contradictsItself(statement)
                && Stream.of("Action", "Resource")
                        .allMatch(element ->
                                PolicyDocument.values(statement, element).allMatch(JsonNode::isTextual))
                && (!statement.has("Condition") || isConditionBlock(statement.get("Condition")))
                && (!statement.has("Sid") || statement.get("Sid").isTextual());
    }

    private static boolean isConditionBlock(JsonNode block) {
        return block.isObject()
                && StreamSupport.stream(block.spliterator(), false).allMatch(JsonNode::isObject);
    }

    private static Optional<String> resourceFault(String resource) {
        if (resource.equals("*")) {
            return Optional.empty();
        } else if (!resource.contains(":")) {
            return Optional.of("Resource " + resource + " must be in ARN format or \"*\".");
        }
        String[] parts = resource.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn")) {
            return Optional.of("The policy failed legacy parsing");
        } else if (!Set.of("*", "aws", "aws-cn", "aws-us-gov").contains(parts[1])) {
            return Optional.of("Partition \"" + parts[1] + "\" is not valid for resource \"" + resource + "\".");
        } else if (parts[2].equals("s3") && !parts[3].isEmpty() && !parts[5].startsWith("accesspoint/")) {
            return Optional.of("Resource " + resource + " can not contain region information.");
        } else if (parts[2].equals("iam") && !parts[3].isEmpty()) {
            return Optional.of("IAM resource " + resource + " cannot contain region information.");
        }
        return Optional.empty();
    }

    private static Optional<String> actionFault(String action) {
        String[] parts = action.split(":", -1);
        if (parts.length == 1 && !action.equals("*")) {
            return Optional.of("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        } else if (parts.length > 2) {
            return Optional.of("Actions/Condition can contain only one colon.");
        } else if (!action.equals("*") && !parts[0].matches("[a-zA-Z0-9.-]+")) {
            return Optional.of("Vendor " + parts[0] + " is not valid");
        }
        return Optional.empty();
    }

    private static boolean isTrustAction(String action) {
        return action.matches(
                "(?i)sts:(AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity)");
    }

    /** IAM knows its own principals: of this account, only those that exist. */
    private static boolean isPrincipal(String type, String principal, Roles roles) {
        return switch (type) {
            case "AWS" -> isAwsPrincipal(principal, roles);
            case "Service" -> principal.matches("[a-z0-9.-]+\\.(amazonaws\\.com(\\.cn)?|amazon\\.com|aws\\.internal)");
            case "Federated" -> !principal.isBlank();
            default -> false;
        };
    }

    private static boolean isAwsPrincipal(String principal, Roles roles) {
        boolean isOwnRole = principal.startsWith("arn:aws:iam::" + roles.accountId() + ":role/");
        return isOwnRole
                ? roles.byArn(principal).isPresent()
                : principal.matches("\\*|\\d{12}|AROA\\w+|arn:aws(-cn|-us-gov)?:(iam|sts)::\\d{12}:.+")
                        && !principal.startsWith("arn:aws:iam::" + roles.accountId() + ":user/");
    }

    private static boolean hasPrincipal(JsonNode statement) {
        return PolicyDocument.has(statement, "Principal");
    }

    private static boolean isEmpty(JsonNode statement, String element) {
        return values(statement, element).findAny().isEmpty();
    }

    private Optional<String> first(String fault, java.util.function.Predicate<JsonNode> isFaulty) {
        return document.statements().stream().anyMatch(isFaulty) ? Optional.of(fault) : Optional.empty();
    }

    private Stream<String> each(String element) {
        return document.statements().stream().flatMap(statement -> values(statement, element));
    }

    private static Stream<String> values(JsonNode statement, String element) {
        return PolicyDocument.values(statement, element).map(JsonNode::asText);
    }
}
