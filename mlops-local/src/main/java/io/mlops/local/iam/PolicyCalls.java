package io.mlops.local.iam;

import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** Calls on managed policies. An account's own have one version each. */
final class PolicyCalls {
    private static final int LARGEST = 6144;
    private static final int MOST = 1500;

    private final Call call;
    private final Roles roles;
    private final ManagedPolicies policies;

    PolicyCalls(Call call, Roles roles) {
        this.call = call;
        this.roles = roles;
        this.policies = ManagedPolicies.of(call.cloud(), roles.accountId());
    }

    CreatePolicyResponse create(CreatePolicyRequest request) {
        RoleTags.requireDistinct(request.tags());
        IamErrors.refuseMalformed(PolicyRules.ofManaged(request.policyDocument()));
        if (RolePolicyCalls.size(request.policyDocument()) > LARGEST) {
            throw IamErrors.quota("PolicySize", LARGEST);
        }
        String path = request.path() == null ? "/" : request.path();
        Policy policy = Policy.builder()
                .policyName(request.policyName())
                .policyId(call.cloud().ids().unique("ANPA"))
                .arn("arn:aws:iam::" + roles.accountId() + ":policy" + path + request.policyName())
                .path(path)
                .defaultVersionId("v1")
                .isAttachable(true)
                .description(request.description())
                .createDate(call.now())
                .updateDate(call.now())
                .tags(request.tags())
                .build();
        synchronized (roles) {
            add(policy, request.policyDocument());
        }
        return CreatePolicyResponse.builder()
                .policy(policy.toBuilder()
                        .description(null)
                        .attachmentCount(0)
                        .permissionsBoundaryUsageCount(0)
                        .build())
                .build();
    }

    private void add(Policy policy, String document) {
        boolean exists = policies.own().values().stream()
                .anyMatch(other -> other.policy().policyName().equalsIgnoreCase(policy.policyName()));
        if (exists) {
            throw IamErrors.exists(
                    "A policy called " + policy.policyName() + " already exists. Duplicate names are not allowed.");
        } else if (policies.own().size() >= MOST) {
            throw IamErrors.quota("PoliciesPerAccount", MOST);
        }
        policies.own().put(policy.arn(), new ManagedPolicies.Managed(policy, document));
    }

    GetPolicyResponse get(GetPolicyRequest request) {
        synchronized (roles) {
            Policy policy = find(request.policyArn()).policy();
            return GetPolicyResponse.builder()
                    .policy(policy.toBuilder()
                            .attachmentCount(attachments(policy.arn()))
                            .permissionsBoundaryUsageCount(boundaries(policy.arn()))
                            .build())
                    .build();
        }
    }

    GetPolicyVersionResponse getVersion(GetPolicyVersionRequest request) {
        ManagedPolicies.Managed managed = find(request.policyArn());
        if (!managed.policy().defaultVersionId().equals(request.versionId())) {
            throw IamErrors.noSuchEntity("Policy " + request.policyArn() + " version " + request.versionId()
                    + " does not exist or is not attachable.");
        }
        return GetPolicyVersionResponse.builder()
                .policyVersion(PolicyVersion.builder()
                        .document(RolePolicyCalls.encoded(managed.document()))
                        .versionId(request.versionId())
                        .isDefaultVersion(true)
                        .createDate(managed.policy().updateDate())
                        .build())
                .build();
    }

    DeletePolicyResponse delete(DeletePolicyRequest request) {
        synchronized (roles) {
            Policy policy = find(request.policyArn()).policy();
            if (!policies.own().containsKey(policy.arn())) {
                throw Refusals.of(
                        "AccessDenied",
                        403,
                        "User: " + call.caller().arn() + " is not authorized to perform: iam:DeletePolicy on resource:"
                                + " policy " + policy.arn());
            } else if (attachments(policy.arn()) + boundaries(policy.arn()) > 0) {
                throw IamErrors.conflict("Cannot delete a policy attached to entities.");
            }
            policies.own().remove(policy.arn());
        }
        return DeletePolicyResponse.builder().build();
    }

    private ManagedPolicies.Managed find(String arn) {
        Optional<ManagedPolicies.Managed> found = policies.find(arn);
        if (found.isEmpty() && !arn.matches("arn:aws:iam::(aws|\\d{12}):policy/.+")) {
            throw IamErrors.invalid("ARN " + arn + " is not valid.");
        }
        return found.orElseThrow(() -> IamErrors.noSuchEntity("Policy " + arn + " was not found."));
    }

    private int attachments(String arn) {
        return count(role -> role.state().attachedPolicies().containsKey(arn));
    }

    private int boundaries(String arn) {
        return count(role -> role.role().permissionsBoundary() != null
                && arn.equals(role.role().permissionsBoundary().permissionsBoundaryArn()));
    }

    private int count(java.util.function.Predicate<StoredRole> wanted) {
        return (int)
                List.copyOf(roles.byName().values()).stream().filter(wanted).count();
    }
}
