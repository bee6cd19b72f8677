package io.mlops.local.iam.policy;

import io.mlops.local.iam.policy.Decision.Deciding;
import io.mlops.local.iam.policy.Decision.Source;
import io.mlops.local.iam.policy.Principals.Grant;
import java.util.List;
import java.util.Optional;

/** One request held to its policies (IAM user guide, "Policy evaluation logic"). */
public final class Evaluation {
    private final Request request;
    private final Policies policies;

    private Evaluation(Request request, Policies policies) {
        this.request = request;
        this.policies = policies;
    }

    /**
     * Decides: an explicit deny of any policy first; then a permission by the resource's policy or the principal's own,
     * within permissions boundary and session policies unless the resource's policy names the session itself. Between
     * accounts both must permit.
     *
     * @param request what is asked
     * @param policies every policy that concerns it
     * @return the decision
     */
    public static Decision of(Request request, Policies policies) {
        return new Evaluation(request, policies).decide();
    }

    private Decision decide() {
        return denial().orElseGet(() ->
                request.principal().hasIdentityPolicies() ? decideForIdentity() : byResource(resourceGrant()));
    }

    private Optional<Decision> denial() {
        List<Policy> resource = policies.resource().policy().stream().toList();
        return denial(Source.IDENTITY, policies.identity())
                .or(() -> denial(Source.RESOURCE, resource))
                .or(() -> denial(Source.BOUNDARY, policies.boundary().stream().toList()))
                .or(() -> denial(Source.SESSION, policies.session()));
    }

    private Optional<Decision> denial(Source source, List<Policy> all) {
        return find(all, true).map(found -> new Decision(false, source, Optional.of(found.deciding())));
    }

    private Decision decideForIdentity() {
        Optional<Found> resource = resourceGrant();
        Grant grant = resource.map(Found::grant).orElse(Grant.NONE);
        boolean isForeign =
                !policies.resource().accountId().equals(request.principal().accountId());
        if (grant == Grant.DIRECT && !isForeign) {
            return byResource(resource);
        }
        boolean isRoot = request.principal().kind() == Principal.Kind.ROOT;
        Optional<Found> identity = find(policies.identity(), false);
        boolean needsIdentity = grant != Grant.ROLE || isForeign;
        if (needsIdentity && identity.isEmpty() && !isRoot) {
            return refused(Source.IDENTITY);
        } else if (grant == Grant.NONE && (isForeign || policies.resource().isRequired())) {
            return refused(Source.RESOURCE);
        }
        return limited(identity.isPresent() || isRoot ? permitted(Source.IDENTITY, identity) : byResource(resource));
    }

    /** A boundary and session policies permit nothing by themselves; they limit. */
    private Decision limited(Decision permission) {
        if (policies.boundary().isPresent()
                && find(policies.boundary().stream().toList(), false).isEmpty()) {
            return refused(Source.BOUNDARY);
        } else if (!policies.session().isEmpty()
                && find(policies.session(), false).isEmpty()) {
            return refused(Source.SESSION);
        }
        return permission;
    }

    private Optional<Found> resourceGrant() {
        return find(policies.resource().policy().stream().toList(), false);
    }

    private static Decision byResource(Optional<Found> found) {
        return found.isPresent() ? permitted(Source.RESOURCE, found) : refused(Source.RESOURCE);
    }

    private static Decision permitted(Source source, Optional<Found> found) {
        return new Decision(true, source, found.map(Found::deciding));
    }

    private static Decision refused(Source source) {
        return new Decision(false, source, Optional.empty());
    }

    /** A statement that concerns the request. */
    private record Found(Deciding deciding, Grant grant) {}

    /** Finds the statement that names the principal most directly, the first of several. */
    private Optional<Found> find(List<Policy> all, boolean isDeny) {
        Found best = null;
        for (Policy policy : all) {
            for (Statement statement : policy.statements()) {
                Grant grant = statement.isDeny() == isDeny
                        ? statement.grant(request, policies.boundary().isPresent())
                        : Grant.NONE;
                if (grant != Grant.NONE && (best == null || grant.compareTo(best.grant()) > 0)) {
                    best = new Found(new Deciding(policy.name(), statement), grant);
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
