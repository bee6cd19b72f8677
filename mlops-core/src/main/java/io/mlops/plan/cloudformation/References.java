package io.mlops.plan.cloudformation;

import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import io.mlops.plan.Role;
import io.mlops.spec.Account;
import io.mlops.spec.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns names and ARNs into what a person would write: {@code Ref} and {@code Fn::GetAtt} for what the template makes,
 * {@code Fn::Sub} with pseudo parameters for what stands in the same account and region. What the team itself gave (keys,
 * topics, connections, its own roles, images) stays as it gave it.
 */
final class References {
    private static final Set<String> TEAMS_SERVICES =
            Set.of("kms", "sns", "ecr", "codeconnections", "codestar-connections");

    private final Names names;
    private final ResourceGraph graph;
    private final Map<String, String> roles;
    private final Pattern bucket;

    References(ResourceGraph graph, Names names) {
        this.names = names;
        this.graph = graph;
        this.roles = graph.order().stream()
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .collect(Collectors.toMap(
                        role -> names.account().iamArn("role" + role.path() + role.name()),
                        role -> LogicalIds.of(role.id(), names)));
        // No longer name of which the bucket's is a part.
        this.bucket = Pattern.compile("(?<![a-z0-9.-])" + Pattern.quote(names.bucket()) + "(?![a-z0-9.-])");
    }

    static Map<String, Object> ref(String logicalId) {
        return Map.of("Ref", logicalId);
    }

    /** Refers to a role's ARN, or any other text. */
    Object text(String text) {
        String role = roles.get(text);
        if (role != null) {
            return Map.of("Fn::GetAtt", List.of(role, "Arn"));
        }
        Account account = names.account();
        if (text.equals(account.accountId())) {
            return ref("AWS::AccountId");
        }
        boolean ownBucket = has(ResourceType.BUCKET, names.bucket());
        if (ownBucket && text.equals(names.bucket())) {
            return ref("Bucket");
        }
        if (ownBucket && text.equals(account.s3Arn(names.bucket()))) {
            return Map.of("Fn::GetAtt", List.of("Bucket", "Arn"));
        }
        return substituted(text, ownBucket);
    }

    /** Refers to a resource of the graph by its name, where the template makes it. */
    Object name(ResourceType type, String name) {
        ResourceId id = new ResourceId(type, name);
        return graph.find(id).isPresent() ? ref(LogicalIds.of(id, names)) : name;
    }

    /** Walks through maps and lists. */
    Object in(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> walked = new LinkedHashMap<>();
            map.forEach((key, entry) -> walked.put(String.valueOf(key), in(entry)));
            return walked;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::in).toList();
        }
        return value instanceof String text ? text(text) : value;
    }

    /** Writes the bucket's own name, which cannot refer to itself. */
    Object bucketName() {
        return sub(names.bucket(), placed(names.bucket()));
    }

    private Object substituted(String text, boolean ownBucket) {
        String escaped = text.replace("${", "${!");
        String result = escaped;
        if (ownBucket) {
            result = result.replace(names.account().s3Arn(names.bucket()) + "/", "${Bucket.Arn}/");
            result = bucket.matcher(result).replaceAll(Matcher.quoteReplacement("${Bucket}"));
        }
        if (isPlaced(text)) {
            result = placed(result);
        }
        return result.equals(escaped) ? text : Map.of("Fn::Sub", result);
    }

    private boolean isPlaced(String text) {
        String[] parts = text.split(":", 6);
        return parts.length == 6
                && parts[0].equals("arn")
                && parts[1].equals(names.account().partition())
                && !TEAMS_SERVICES.contains(parts[2])
                && !names.options().roles().containsValue(text)
                && !names.options().permissionsBoundary().equals(text);
    }

    private String placed(String text) {
        Account account = names.account();
        return text.replace("arn:" + account.partition() + ":", "arn:${AWS::Partition}:")
                .replace(account.accountId(), "${AWS::AccountId}")
                .replace(account.region(), "${AWS::Region}");
    }

    private static Object sub(String text, String result) {
        return result.equals(text) ? text : Map.of("Fn::Sub", result);
    }

    private boolean has(ResourceType type, String name) {
        return graph.find(new ResourceId(type, name)).isPresent();
    }
}
