package io.mlops.local.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Role;

/** Gives out session credentials of roles, as services get them when they assume the role that they were given. */
public final class RoleSessions {
    /** Services renew the credentials that they give to their children; here they hold for as long as a child may run. */
    private static final Duration SERVICES = Duration.ofDays(2);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RoleSessions() {}

    /**
     * Assumes a role on behalf of a service. The role's trust policy must name the service.
     *
     * @param cloud the emulated AWS
     * @param roleArn the role
     * @param service the service's principal, as {@code codebuild.amazonaws.com}
     * @param sessionName the session's name
     * @return the session's credentials, or empty where the role does not exist or does not trust the service
     */
    public static Optional<AccessKey> assumeFor(Cloud cloud, String roleArn, String service, String sessionName) {
        return role(cloud, roleArn)
                .filter(role -> trusts(role, "Service", service))
                .map(role -> open(cloud, role, sessionName, SERVICES));
    }

    /** Assumes a role on behalf of another principal of the account. */
    static AccessKey assume(Cloud cloud, Caller caller, String roleArn, String sessionName, Duration duration) {
        Role role = role(cloud, roleArn)
                .filter(found -> trusts(found, "AWS", caller.arn())
                        || trusts(found, "AWS", caller.accountId())
                        || trusts(found, "AWS", "arn:aws:iam::" + caller.accountId() + ":root"))
                .orElseThrow(() -> Refusals.of(
                        "AccessDenied",
                        403,
                        "User: " + caller.arn() + " is not authorized to perform: sts:AssumeRole on resource: "
                                + roleArn));
        return open(cloud, role, sessionName, duration);
    }

    private static Optional<Role> role(Cloud cloud, String roleArn) {
        String[] parts = roleArn.split(":", 6);
        return parts.length < 6
                ? Optional.empty()
                : Roles.of(cloud, parts[4]).byArn(roleArn).map(StoredRole::role);
    }

    private static boolean trusts(Role role, String kind, String principal) {
        try {
            JsonNode document =
                    JSON.readTree(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8));
            for (JsonNode statement : elements(document.path("Statement"))) {
                boolean allows = statement.path("Effect").asText().equals("Allow");
                for (JsonNode trusted : elements(statement.path("Principal").path(kind))) {
                    if (allows && trusted.asText().equals(principal)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored trust policy is not JSON", e);
        }
    }

    /** IAM takes one element where a list may stand. */
    private static Iterable<JsonNode> elements(JsonNode node) {
        return node.isArray() ? node : java.util.List.of(node);
    }

    private static AccessKey open(Cloud cloud, Role role, String sessionName, Duration duration) {
        String account = role.arn().split(":", 6)[4];
        String accessKeyId = cloud.ids().unique("ASIA");
        Caller caller = new Caller(
                account,
                "arn:aws:sts::" + account + ":assumed-role/" + role.roleName() + "/" + sessionName,
                role.roleId() + ":" + sessionName,
                accessKeyId,
                Optional.of(role.arn()));
        return cloud.credentials()
                .add(new AccessKey(
                        accessKeyId,
                        cloud.ids().alphanumeric(40),
                        Optional.of(cloud.ids().alphanumeric(200)),
                        Optional.of(cloud.scheduler().now().plus(duration)),
                        caller));
    }
}
