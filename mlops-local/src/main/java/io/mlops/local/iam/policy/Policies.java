package io.mlops.local.iam.policy;

import java.util.List;
import java.util.Optional;

/**
 * Every policy that concerns a request.
 *
 * @param identity the principal's own
 * @param boundary its permissions boundary, where it has one
 * @param session what its session was opened with; empty where with none
 * @param resource the resource's own, where it has one
 */
public record Policies(
        List<Policy> identity, Optional<Policy> boundary, List<Policy> session, ResourcePolicy resource) {
    /** Copies the lists. */
    public Policies {
        identity = List.copyOf(identity);
        session = List.copyOf(session);
    }

    /**
     * A resource's own policy.
     *
     * @param accountId whose the resource is
     * @param policy the policy, where it has one
     * @param isRequired whether nobody is let in without it, as with roles and KMS keys
     */
    public record ResourcePolicy(String accountId, Optional<Policy> policy, boolean isRequired) {}
}
