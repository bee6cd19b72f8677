package io.mlops.local.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.call.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.*;

/** IAM's roles. */
public final class LocalIam implements IamClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Call call;
    private final Roles roles;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalIam(Call call) {
        this.call = call;
        this.roles = Roles.of(call.cloud(), call.caller().accountId());
    }

    @Override
    public CreateRoleResponse createRole(CreateRoleRequest request) {
        requireJson(request.assumeRolePolicyDocument());
        String path = request.path() == null ? "/" : request.path();
        Role role = Role.builder()
                .path(path)
                .roleName(request.roleName())
                .roleId(call.cloud().ids().unique("AROA"))
                .arn("arn:aws:iam::" + call.caller().accountId() + ":role" + path + request.roleName())
                .createDate(call.now())
                .assumeRolePolicyDocument(encoded(request.assumeRolePolicyDocument()))
                .description(request.description())
                .maxSessionDuration(request.maxSessionDuration() == null ? 3600 : request.maxSessionDuration())
                .tags(request.tags())
                .build();
        synchronized (roles) {
            if (roles.byName().containsKey(request.roleName())) {
                throw EntityAlreadyExistsException.builder()
                        .message("Role with name " + request.roleName() + " already exists.")
                        .build();
            }
            roles.byName().put(request.roleName(), new StoredRole(role));
        }
        return CreateRoleResponse.builder().role(role).build();
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest request) {
        synchronized (roles) {
            return GetRoleResponse.builder()
                    .role(find(request.roleName()).role())
                    .build();
        }
    }

    @Override
    public ListRolesResponse listRoles(ListRolesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        synchronized (roles) {
            List<Role> found = roles.byName().values().stream()
                    .map(StoredRole::role)
                    .filter(role -> role.path().startsWith(prefix))
                    .map(role -> role.toBuilder().tags((List<Tag>) null).build())
                    .toList();
            return ListRolesResponse.builder().roles(found).isTruncated(false).build();
        }
    }

    @Override
    public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        synchronized (roles) {
            StoredRole stored = find(request.roleName());
            if (!stored.inlinePolicies().isEmpty()) {
                throw conflict("Cannot delete entity, must delete policies first.");
            } else if (!stored.attachedPolicies().isEmpty()) {
                throw conflict("Cannot delete entity, must detach all policies first.");
            }
            roles.byName().remove(request.roleName());
        }
        return DeleteRoleResponse.builder().build();
    }

    @Override
    public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(UpdateAssumeRolePolicyRequest request) {
        requireJson(request.policyDocument());
        synchronized (roles) {
            StoredRole stored = find(request.roleName());
            stored.replace(stored.role().toBuilder()
                    .assumeRolePolicyDocument(encoded(request.policyDocument()))
                    .build());
        }
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    @Override
    public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        synchronized (roles) {
            StoredRole stored = find(request.roleName());
            Role.Builder changed = stored.role().toBuilder();
            if (request.description() != null) {
                changed.description(request.description());
            }
            if (request.maxSessionDuration() != null) {
                changed.maxSessionDuration(request.maxSessionDuration());
            }
            stored.replace(changed.build());
        }
        return UpdateRoleResponse.builder().build();
    }

    @Override
    public TagRoleResponse tagRole(TagRoleRequest request) {
        synchronized (roles) {
            StoredRole stored = find(request.roleName());
            Map<String, Tag> tags = tagsOf(stored.role());
            request.tags().forEach(tag -> tags.put(tag.key(), tag));
            stored.replace(stored.role().toBuilder().tags(tags.values()).build());
        }
        return TagRoleResponse.builder().build();
    }

    @Override
    public UntagRoleResponse untagRole(UntagRoleRequest request) {
        synchronized (roles) {
            StoredRole stored = find(request.roleName());
            Map<String, Tag> tags = tagsOf(stored.role());
            tags.keySet().removeAll(request.tagKeys());
            stored.replace(stored.role().toBuilder().tags(tags.values()).build());
        }
        return UntagRoleResponse.builder().build();
    }

    @Override
    public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
        synchronized (roles) {
            return ListRoleTagsResponse.builder()
                    .tags(find(request.roleName()).role().tags())
                    .isTruncated(false)
                    .build();
        }
    }

    @Override
    public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        requireJson(request.policyDocument());
        synchronized (roles) {
            find(request.roleName()).inlinePolicies().put(request.policyName(), request.policyDocument());
        }
        return PutRolePolicyResponse.builder().build();
    }

    @Override
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        synchronized (roles) {
            String document = find(request.roleName()).inlinePolicies().get(request.policyName());
            if (document == null) {
                throw noSuchEntity("The role policy with name " + request.policyName() + " cannot be found.");
            }
            return GetRolePolicyResponse.builder()
                    .roleName(request.roleName())
                    .policyName(request.policyName())
                    .policyDocument(encoded(document))
                    .build();
        }
    }

    @Override
    public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        synchronized (roles) {
            if (find(request.roleName()).inlinePolicies().remove(request.policyName()) == null) {
                throw noSuchEntity("The role policy with name " + request.policyName() + " cannot be found.");
            }
        }
        return DeleteRolePolicyResponse.builder().build();
    }

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        synchronized (roles) {
            return ListRolePoliciesResponse.builder()
                    .policyNames(new ArrayList<>(
                            find(request.roleName()).inlinePolicies().keySet()))
                    .isTruncated(false)
                    .build();
        }
    }

    @Override
    public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        String arn = request.policyArn();
        synchronized (roles) {
            find(request.roleName()).attachedPolicies().put(arn, arn.substring(arn.lastIndexOf('/') + 1));
        }
        return AttachRolePolicyResponse.builder().build();
    }

    @Override
    public DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
        synchronized (roles) {
            if (find(request.roleName()).attachedPolicies().remove(request.policyArn()) == null) {
                throw noSuchEntity("Policy " + request.policyArn() + " was not found.");
            }
        }
        return DetachRolePolicyResponse.builder().build();
    }

    @Override
    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(ListAttachedRolePoliciesRequest request) {
        synchronized (roles) {
            List<AttachedPolicy> attached = find(request.roleName()).attachedPolicies().entrySet().stream()
                    .map(policy -> AttachedPolicy.builder()
                            .policyArn(policy.getKey())
                            .policyName(policy.getValue())
                            .build())
                    .toList();
            return ListAttachedRolePoliciesResponse.builder()
                    .attachedPolicies(attached)
                    .isTruncated(false)
                    .build();
        }
    }

    @Override
    public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(ListInstanceProfilesForRoleRequest request) {
        synchronized (roles) {
            find(request.roleName());
        }
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(List.of())
                .isTruncated(false)
                .build();
    }

    private StoredRole find(String name) {
        StoredRole stored = roles.byName().get(name);
        if (stored == null) {
            throw noSuchEntity("The role with name " + name + " cannot be found.");
        }
        return stored;
    }

    private static Map<String, Tag> tagsOf(Role role) {
        Map<String, Tag> tags = new LinkedHashMap<>();
        role.tags().forEach(tag -> tags.put(tag.key(), tag));
        return tags;
    }

    /** IAM gives documents back URL-encoded by RFC 3986 (API reference of {@code GetRole}). */
    private static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void requireJson(String document) {
        try {
            if (JSON.readTree(document).isObject()) {
                return;
            }
        } catch (JsonProcessingException e) {
            // Refused below.
        }
        throw MalformedPolicyDocumentException.builder()
                .message("Syntax errors in policy.")
                .build();
    }

    private static NoSuchEntityException noSuchEntity(String message) {
        return NoSuchEntityException.builder().message(message).build();
    }

    private static DeleteConflictException conflict(String message) {
        return DeleteConflictException.builder().message(message).build();
    }

    @Override
    public String serviceName() {
        return "iam";
    }

    @Override
    public void close() {}
}
