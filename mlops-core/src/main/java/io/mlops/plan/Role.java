package io.mlops.plan;

import io.mlops.plan.iam.PolicyDocument;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An actor's IAM role with its one inline policy.
 *
 * @param name at most 64 characters
 * @param path {@code /mlops/<pipeline>/}
 * @param trustPolicy who may assume it, JSON
 * @param policy the inline policy's JSON, empty where there is none
 * @param permissionsBoundary the ARN of the policy that bounds it, empty where there is none
 * @param tags by key
 */
public record Role(
        String name,
        String path,
        String trustPolicy,
        String policy,
        String permissionsBoundary,
        Map<String, String> tags)
        implements Resource {
    /** The inline policy's name. */
    public static final String POLICY_NAME = "mlops";

    /** Brings the policies and the tags into one form. */
    public Role {
        trustPolicy = PolicyDocument.canonical(trustPolicy);
        policy = PolicyDocument.canonical(policy);
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.ROLE, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of();
    }

    @Override
    public Map<String, String> fields() {
        return new Fields()
                .put("Path", path)
                .put("AssumeRolePolicyDocument", trustPolicy)
                .put("PolicyDocument", policy)
                .put("PermissionsBoundary", permissionsBoundary)
                .tagged(tags);
    }

    @Override
    public Optional<String> replaces(Resource before) {
        return before instanceof Role role && !role.path().equals(path)
                ? Optional.of("IAM cannot change a role's path")
                : Optional.empty();
    }

    @Override
    public String summary() {
        return "under " + path;
    }

    static ResourceId ofArn(String roleArn) {
        return new ResourceId(ResourceType.ROLE, roleArn.substring(roleArn.lastIndexOf('/') + 1));
    }
}
