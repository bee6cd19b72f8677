package io.mlops.local.iam;

import io.mlops.local.call.Cloud;
import io.mlops.local.iam.policy.Policies.ResourcePolicy;
import io.mlops.local.iam.policy.Policy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.iam.model.Role;

/** Policies that were read once. A document is read anew only when it is another. */
final class Documents {
    private static final int MOST = 2000;
    private static final Map<String, Policy> READ = new ConcurrentHashMap<>();

    private Documents() {}

    static Policy read(String name, String document) {
        if (READ.size() > MOST) {
            READ.clear();
        }
        return READ.computeIfAbsent(name + "\n" + document, key -> Policy.parse(name, document));
    }

    /** Reads a role's own policies. */
    static List<Policy> ofRole(Cloud cloud, String accountId, StoredRole.State role) {
        List<Policy> policies = new ArrayList<>();
        role.inlinePolicies().forEach((name, document) -> policies.add(read(name, document)));
        role.attachedPolicies()
                .keySet()
                .forEach(arn -> managed(cloud, accountId, arn).ifPresent(policies::add));
        return policies;
    }

    /** Reads a role's permissions boundary, where it has one. */
    static Optional<Policy> boundary(Cloud cloud, String accountId, StoredRole.State role) {
        return Optional.ofNullable(role.role().permissionsBoundary())
                .flatMap(boundary -> managed(cloud, accountId, boundary.permissionsBoundaryArn()));
    }

    static Optional<Policy> managed(Cloud cloud, String accountId, String arn) {
        return ManagedPolicies.of(cloud, accountId).find(arn).map(managed -> read(arn, managed.document()));
    }

    /** A role lets in nobody whom its trust policy does not. */
    static ResourcePolicy trust(Role role) {
        String document = URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8);
        return new ResourcePolicy(role.arn().split(":", 6)[4], Optional.of(read("trust policy", document)), true);
    }
}
