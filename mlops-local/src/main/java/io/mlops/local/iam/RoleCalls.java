package io.mlops.local.iam;

import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** Calls on roles. */
final class RoleCalls {
    private static final int DEFAULT_SESSION = 3600;
    private static final int LARGEST_TRUST = 2048;
    private static final int MOST = 1000;

    private final Call call;
    private final Roles roles;

    RoleCalls(Call call, Roles roles) {
        this.call = call;
        this.roles = roles;
    }

    CreateRoleResponse create(CreateRoleRequest request, RolePolicyCalls policies) {
        RoleTags.requireDistinct(request.tags());
        requireTrust(request.assumeRolePolicyDocument());
        String path = request.path() == null ? "/" : request.path();
        Role role = Role.builder()
                .path(path)
                .roleName(request.roleName())
                .roleId(call.cloud().ids().unique("AROA"))
                .arn("arn:aws:iam::" + roles.accountId() + ":role" + path + request.roleName())
                .createDate(call.now())
                .assumeRolePolicyDocument(RolePolicyCalls.encoded(request.assumeRolePolicyDocument()))
                .description(request.description())
                .maxSessionDuration(
                        request.maxSessionDuration() == null ? DEFAULT_SESSION : request.maxSessionDuration())
                .permissionsBoundary(
                        request.permissionsBoundary() == null ? null : policies.boundary(request.permissionsBoundary()))
                .tags(request.tags())
                .build();
        synchronized (roles) {
            add(role);
        }
        return CreateRoleResponse.builder().role(role).build();
    }

    /** Names differ in more than their case (IAM user guide, "IAM identifiers"). */
    private void add(Role role) {
        if (roles.byName().keySet().stream().anyMatch(role.roleName()::equalsIgnoreCase)) {
            throw IamErrors.exists("Role with name " + role.roleName() + " already exists.");
        } else if (roles.byName().size() >= MOST) {
            throw IamErrors.quota("RolesPerAccount", MOST);
        }
        roles.byName()
                .put(
                        role.roleName(),
                        new StoredRole(role, IamPropagation.of(call.cloud()).effective(call.now())));
    }

    private void requireTrust(String document) {
        IamErrors.refuseMalformed(PolicyRules.ofTrust(document, roles));
        if (RolePolicyCalls.size(document) > LARGEST_TRUST) {
            throw IamErrors.quota("ACLSizePerRole", LARGEST_TRUST);
        }
    }

    StoredRole find(String name) {
        StoredRole stored = roles.byName().get(name);
        if (stored == null) {
            throw IamErrors.noSuchEntity("The role with name " + name + " cannot be found.");
        }
        return stored;
    }

    void change(String name, UnaryOperator<StoredRole.State> change) {
        synchronized (roles) {
            find(name).change(change, IamPropagation.of(call.cloud()).effective(call.now()));
        }
    }

    GetRoleResponse get(GetRoleRequest request) {
        synchronized (roles) {
            return GetRoleResponse.builder()
                    .role(find(request.roleName()).role())
                    .build();
        }
    }

    ListRolesResponse list(ListRolesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        synchronized (roles) {
            List<Role> found = roles.byName().values().stream()
                    .map(StoredRole::role)
                    .filter(role -> role.path().startsWith(prefix))
                    .map(role -> role.toBuilder()
                            .tags((List<Tag>) null)
                            .permissionsBoundary(
                                    (software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary) null)
                            .build())
                    .toList();
            Page<Role> page = Page.of(found, request.marker(), request.maxItems(), IamErrors::wrongMarker);
            return ListRolesResponse.builder()
                    .roles(page.items())
                    .isTruncated(page.next() != null)
                    .marker(page.next())
                    .build();
        }
    }

    DeleteRoleResponse delete(DeleteRoleRequest request) {
        synchronized (roles) {
            StoredRole.State state = find(request.roleName()).state();
            if (!state.inlinePolicies().isEmpty()) {
                throw IamErrors.conflict("Cannot delete entity, must delete policies first.");
            } else if (!state.attachedPolicies().isEmpty()) {
                throw IamErrors.conflict("Cannot delete entity, must detach all policies first.");
            }
            roles.byName().remove(request.roleName());
        }
        return DeleteRoleResponse.builder().build();
    }

    UpdateAssumeRolePolicyResponse updateTrust(UpdateAssumeRolePolicyRequest request) {
        synchronized (roles) {
            find(request.roleName());
        }
        requireTrust(request.policyDocument());
        change(
                request.roleName(),
                state -> state.withRole(
                        role -> role.assumeRolePolicyDocument(RolePolicyCalls.encoded(request.policyDocument()))));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    UpdateRoleResponse update(UpdateRoleRequest request) {
        change(
                request.roleName(),
                state -> state.withRole(role -> {
                    if (request.description() != null) {
                        role.description(request.description());
                    }
                    if (request.maxSessionDuration() != null) {
                        role.maxSessionDuration(request.maxSessionDuration());
                    }
                    return role;
                }));
        return UpdateRoleResponse.builder().build();
    }

    TagRoleResponse tag(TagRoleRequest request) {
        change(
                request.roleName(),
                state -> state.withRole(role -> role.tags(RoleTags.added(state.role(), request.tags()))));
        return TagRoleResponse.builder().build();
    }

    UntagRoleResponse untag(UntagRoleRequest request) {
        change(
                request.roleName(),
                state -> state.withRole(role -> role.tags(RoleTags.without(state.role(), request.tagKeys()))));
        return UntagRoleResponse.builder().build();
    }

    ListRoleTagsResponse tags(ListRoleTagsRequest request) {
        synchronized (roles) {
            Page<Tag> page = Page.of(
                    find(request.roleName()).role().tags(),
                    request.marker(),
                    request.maxItems(),
                    IamErrors::wrongMarker);
            return ListRoleTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.next() != null)
                    .marker(page.next())
                    .build();
        }
    }

    ListInstanceProfilesForRoleResponse instanceProfiles(ListInstanceProfilesForRoleRequest request) {
        synchronized (roles) {
            find(request.roleName());
        }
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(List.of())
                .isTruncated(false)
                .build();
    }
}
