package io.mlops.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.iam.model.Policy;

/** AWS's managed policies, as far as {@code managed-policies.json} has them, and an account's own. */
final class ManagedPolicies {
    private static final Map<String, Managed> OF_AWS = load();

    private final Map<String, Managed> own = new ConcurrentSkipListMap<>();

    /**
     * A managed policy.
     *
     * @param policy what GetPolicy shows
     * @param document its default version
     */
    record Managed(Policy policy, String document) {}

    private ManagedPolicies() {}

    static ManagedPolicies of(Cloud cloud, String accountId) {
        return cloud.stores()
                .of(ManagedPolicies.class, new Scope(accountId, "aws-global"), made -> new ManagedPolicies());
    }

    Map<String, Managed> own() {
        return own;
    }

    Optional<Managed> find(String arn) {
        return Optional.ofNullable(OF_AWS.getOrDefault(arn, own.get(arn)));
    }

    private static Map<String, Managed> load() {
        try (InputStream stream = ManagedPolicies.class.getResourceAsStream("managed-policies.json")) {
            Map<String, Managed> policies = new ConcurrentHashMap<>();
            JsonMapper.builder()
                    .build()
                    .readTree(stream)
                    .properties()
                    .forEach(entry -> policies.put(entry.getKey(), managed(entry.getKey(), entry.getValue())));
            return policies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Managed managed(String arn, JsonNode json) {
        Policy policy = Policy.builder()
                .arn(arn)
                .policyName(json.get("name").asText())
                .policyId("ANPA"
                        + Integer.toString(arn.hashCode() & Integer.MAX_VALUE, 36)
                                .toUpperCase(java.util.Locale.ROOT))
                .path(json.get("path").asText())
                .defaultVersionId(json.get("version").asText())
                .isAttachable(true)
                .createDate(Instant.parse(json.get("created").asText()))
                .updateDate(Instant.parse(json.get("updated").asText()))
                .build();
        return new Managed(policy, json.get("document").toString());
    }
}
