package io.mlops.local.iam;

import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryAttachmentType;
import software.amazon.awssdk.services.iam.model.PolicyNotAttachableException;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;

/** Calls on the policies of a role: inline, attached, boundary. */
final class RolePolicyCalls {
    private static final int LARGEST_INLINE = 10_240;
    private static final int MOST_ATTACHED = 10;

    private final Roles roles;
    private final RoleCalls roleCalls;
    private final ManagedPolicies managed;

    RolePolicyCalls(Call call, Roles roles, RoleCalls roleCalls) {
        this.roles = roles;
        this.roleCalls = roleCalls;
        this.managed = ManagedPolicies.of(call.cloud(), roles.accountId());
    }

    /** IAM gives documents back URL-encoded by RFC 3986 (API reference of {@code GetRole}). */
    static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** White space does not count against IAM's quotas. */
    static int size(String document) {
        return document.replaceAll("\\s", "").length();
    }

    private void change(String role, UnaryOperator<StoredRole.State> change) {
        roleCalls.change(role, change);
    }

    PutRolePolicyResponse put(PutRolePolicyRequest request) {
        IamErrors.refuseMalformed(PolicyRules.ofIdentity(request.policyDocument()));
        change(
                request.roleName(),
                state -> state.withInline(policies -> {
                    policies.put(request.policyName(), request.policyDocument());
                    if (policies.values().stream()
                                    .mapToInt(RolePolicyCalls::size)
                                    .sum()
                            > LARGEST_INLINE) {
                        throw IamErrors.limit("Maximum policy size of " + LARGEST_INLINE + " bytes exceeded for role "
                                + request.roleName());
                    }
                    return policies;
                }));
        return PutRolePolicyResponse.builder().build();
    }

    GetRolePolicyResponse get(GetRolePolicyRequest request) {
        synchronized (roles) {
            String document =
                    roleCalls.find(request.roleName()).state().inlinePolicies().get(request.policyName());
            if (document == null) {
                throw absent(request.policyName());
            }
            return GetRolePolicyResponse.builder()
                    .roleName(request.roleName())
                    .policyName(request.policyName())
                    .policyDocument(encoded(document))
                    .build();
        }
    }

    DeleteRolePolicyResponse delete(DeleteRolePolicyRequest request) {
        change(
                request.roleName(),
                state -> state.withInline(policies -> {
                    if (policies.remove(request.policyName()) == null) {
                        throw absent(request.policyName());
                    }
                    return policies;
                }));
        return DeleteRolePolicyResponse.builder().build();
    }

    private static NoSuchEntityException absent(String policyName) {
        return IamErrors.noSuchEntity("The role policy with name " + policyName + " cannot be found.");
    }

    ListRolePoliciesResponse list(ListRolePoliciesRequest request) {
        synchronized (roles) {
            List<String> names = new ArrayList<>(
                    roleCalls.find(request.roleName()).state().inlinePolicies().keySet());
            Page<String> page = Page.of(names, request.marker(), request.maxItems(), IamErrors::wrongMarker);
            return ListRolePoliciesResponse.builder()
                    .policyNames(page.items())
                    .isTruncated(page.next() != null)
                    .marker(page.next())
                    .build();
        }
    }

    AttachRolePolicyResponse attach(AttachRolePolicyRequest request) {
        String name = attachable(request.policyArn()).policy().policyName();
        change(
                request.roleName(),
                state -> state.withAttached(policies -> {
                    policies.put(request.policyArn(), name);
                    if (policies.size() > MOST_ATTACHED) {
                        throw IamErrors.quota("PoliciesPerRole", MOST_ATTACHED);
                    }
                    return policies;
                }));
        return AttachRolePolicyResponse.builder().build();
    }

    DetachRolePolicyResponse detach(DetachRolePolicyRequest request) {
        requireArn(request.policyArn());
        change(
                request.roleName(),
                state -> state.withAttached(policies -> {
                    if (policies.remove(request.policyArn()) == null) {
                        throw IamErrors.noSuchEntity("Policy " + request.policyArn() + " was not found.");
                    }
                    return policies;
                }));
        return DetachRolePolicyResponse.builder().build();
    }

    ListAttachedRolePoliciesResponse listAttached(ListAttachedRolePoliciesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        synchronized (roles) {
            List<AttachedPolicy> attached =
                    roleCalls.find(request.roleName()).state().attachedPolicies().entrySet().stream()
                            .filter(policy -> policy.getKey()
                                    .replaceFirst("^.*?:policy", "")
                                    .startsWith(prefix))
                            .map(RolePolicyCalls::attached)
                            .toList();
            Page<AttachedPolicy> page = Page.of(attached, request.marker(), request.maxItems(), IamErrors::wrongMarker);
            return ListAttachedRolePoliciesResponse.builder()
                    .attachedPolicies(page.items())
                    .isTruncated(page.next() != null)
                    .marker(page.next())
                    .build();
        }
    }

    private static AttachedPolicy attached(Map.Entry<String, String> policy) {
        return AttachedPolicy.builder()
                .policyArn(policy.getKey())
                .policyName(policy.getValue())
                .build();
    }

    PutRolePermissionsBoundaryResponse putBoundary(PutRolePermissionsBoundaryRequest request) {
        AttachedPermissionsBoundary boundary = boundary(request.permissionsBoundary());
        change(request.roleName(), state -> state.withRole(role -> role.permissionsBoundary(boundary)));
        return PutRolePermissionsBoundaryResponse.builder().build();
    }

    DeleteRolePermissionsBoundaryResponse deleteBoundary(DeleteRolePermissionsBoundaryRequest request) {
        change(
                request.roleName(),
                state -> state.withRole(role -> role.permissionsBoundary((AttachedPermissionsBoundary) null)));
        return DeleteRolePermissionsBoundaryResponse.builder().build();
    }

    AttachedPermissionsBoundary boundary(String policyArn) {
        attachable(policyArn);
        return AttachedPermissionsBoundary.builder()
                .permissionsBoundaryArn(policyArn)
                .permissionsBoundaryType(PermissionsBoundaryAttachmentType.PERMISSIONS_BOUNDARY_POLICY)
                .build();
    }

    private ManagedPolicies.Managed attachable(String arn) {
        requireArn(arn);
        if (arn.startsWith("arn:aws:iam::aws:policy/aws-service-role/")) {
            throw PolicyNotAttachableException.builder()
                    .message("Cannot attach a Service Role Policy to a Customer Role.")
                    .build();
        }
        return managed.find(arn).orElseThrow(() -> IamErrors.notAttachable(arn));
    }

    private static void requireArn(String arn) {
        if (!arn.matches("arn:aws:iam::(aws|\\d{12}):policy/.+")) {
            throw IamErrors.invalid("ARN " + arn + " is not valid.");
        }
    }
}
