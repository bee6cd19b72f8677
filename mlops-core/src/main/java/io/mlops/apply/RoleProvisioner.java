package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Role;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.Tag;

/** Provisions roles, each with its one inline policy. */
final class RoleProvisioner implements Provisioner<Role> {
    private final AwsClients aws;
    private final Tags tags;

    RoleProvisioner(AwsClients aws, Tags tags) {
        this.aws = aws;
        this.tags = tags;
    }

    @Override
    public Class<Role> type() {
        return Role.class;
    }

    @Override
    public Optional<Role> read(String name) {
        IamClient iam = aws.iam();
        return Missing.orValue(
                        () -> iam.getRole(request -> request.roleName(name)).role())
                .map(role -> new Role(
                        name,
                        role.path(),
                        decoded(role.assumeRolePolicyDocument()),
                        Missing.orValue(() -> iam.getRolePolicy(
                                        request -> request.roleName(name).policyName(Role.POLICY_NAME)))
                                .map(policy -> decoded(policy.policyDocument()))
                                .orElse(""),
                        role.permissionsBoundary() == null
                                ? ""
                                : role.permissionsBoundary().permissionsBoundaryArn(),
                        tags.own(role.tags(), Tag::key, Tag::value)));
    }

    @Override
    public void create(Role wanted) {
        try {
            aws.iam()
                    .createRole(request -> request.roleName(wanted.name())
                            .path(wanted.path())
                            .assumeRolePolicyDocument(wanted.trustPolicy())
                            .permissionsBoundary(
                                    wanted.permissionsBoundary().isEmpty() ? null : wanted.permissionsBoundary())
                            .tags(tags(wanted.tags())));
        } catch (EntityAlreadyExistsException e) {
            // An apply that was cut off, or another that runs now, has made it; what is not ours is not touched.
            update(read(wanted.name()).orElseThrow(() -> e), wanted);
            return;
        }
        putPolicy(wanted);
    }

    @Override
    public void update(Role before, Role after) {
        if (!before.path().equals(after.path())) {
            throw new NotProvisionedException("role " + after.name() + " exists under path " + before.path()
                    + " and is not this pipeline's: rename the pipeline, or delete that role");
        }
        if (!before.trustPolicy().equals(after.trustPolicy())) {
            aws.iam()
                    .updateAssumeRolePolicy(
                            request -> request.roleName(after.name()).policyDocument(after.trustPolicy()));
        }
        if (!before.permissionsBoundary().equals(after.permissionsBoundary())) {
            bound(after);
        }
        if (!before.tags().equals(after.tags())) {
            aws.iam().tagRole(request -> request.roleName(after.name()).tags(tags(after.tags())));
        }
        if (!before.policy().equals(after.policy())) {
            putPolicy(after);
        }
    }

    private void bound(Role wanted) {
        String boundary = wanted.permissionsBoundary();
        if (boundary.isEmpty()) {
            aws.iam().deleteRolePermissionsBoundary(request -> request.roleName(wanted.name()));
        } else {
            aws.iam()
                    .putRolePermissionsBoundary(
                            request -> request.roleName(wanted.name()).permissionsBoundary(boundary));
        }
    }

    private void putPolicy(Role wanted) {
        aws.iam()
                .putRolePolicy(request -> request.roleName(wanted.name())
                        .policyName(Role.POLICY_NAME)
                        .policyDocument(wanted.policy()));
    }

    @Override
    public void delete(Role role) {
        IamClient iam = aws.iam();
        Missing.tolerated(() -> {
            String name = role.name();
            iam.listRolePolicies(request -> request.roleName(name))
                    .policyNames()
                    .forEach(policy -> Missing.tolerated(() -> iam.deleteRolePolicy(
                            request -> request.roleName(name).policyName(policy))));
            List<AttachedPolicy> attached = iam.listAttachedRolePolicies(request -> request.roleName(name))
                    .attachedPolicies();
            attached.forEach(policy -> Missing.tolerated(
                    () -> iam.detachRolePolicy(request -> request.roleName(name).policyArn(policy.policyArn()))));
            iam.deleteRole(request -> request.roleName(name));
        });
    }

    /** IAM gives policies back URL-encoded (API reference, GetRole). */
    private static String decoded(String document) {
        return document.startsWith("%") ? URLDecoder.decode(document, StandardCharsets.UTF_8) : document;
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return Tags.list(
                tags, (key, value) -> Tag.builder().key(key).value(value).build());
    }
}
