package io.mlops.local.iam;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.policy.ConditionKeys;
import io.mlops.local.iam.policy.Evaluation;
import io.mlops.local.iam.policy.Policies;
import io.mlops.local.iam.policy.Principal;
import io.mlops.local.iam.policy.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Role;

/** Gives out session credentials of roles, as services get them when they assume the role that they were given. */
public final class RoleSessions {
    /** Services renew the credentials that they give to their children; here they hold for as long as a child may run. */
    private static final Duration OF_SERVICE = Duration.ofDays(2);

    private RoleSessions() {}

    /**
     * Assumes a role on behalf of a service, for no resource in particular. The role's trust policy must name the
     * service.
     *
     * @param cloud the emulated AWS
     * @param roleArn the role
     * @param service the service's principal, as {@code codebuild.amazonaws.com}
     * @param sessionName the session's name
     * @return the session's credentials, or empty where the role does not exist, is not in effect yet, or does not
     *     trust the service
     */
    public static Optional<AccessKey> assumeFor(Cloud cloud, String roleArn, String service, String sessionName) {
        return assumeFor(cloud, roleArn, service, sessionName, Optional.empty(), Map.of());
    }

    /**
     * Assumes a role on behalf of a service.
     *
     * @param cloud the emulated AWS
     * @param roleArn the role
     * @param service the service's principal
     * @param sessionName the session's name
     * @param sourceArn the resource that the service acts for: {@code aws:SourceArn} of a trust policy
     * @param sessionPolicies policies that narrow the session, by name; none: it may what the role may
     * @return the session's credentials, or empty as above
     */
    public static Optional<AccessKey> assumeFor(
            Cloud cloud,
            String roleArn,
            String service,
            String sessionName,
            Optional<String> sourceArn,
            Map<String, String> sessionPolicies) {
        return Roles.effective(cloud, roleArn)
                .filter(state -> trusts(state.role(), service, sourceArn))
                .map(state -> open(cloud, state.role(), sessionName, OF_SERVICE, sessionPolicies, Map.of()));
    }

    private static boolean trusts(Role role, String service, Optional<String> sourceArn) {
        String account = accountOf(role);
        Map<String, List<String>> keys = new HashMap<>();
        keys.put("aws:SourceAccount", List.of(account));
        sourceArn.ifPresent(arn -> keys.put("aws:SourceArn", List.of(arn)));
        Request request =
                new Request(Principal.service(service, account), "sts:AssumeRole", role.arn(), ConditionKeys.of(keys));
        return Evaluation.of(request, new Policies(List.of(), Optional.empty(), List.of(), Documents.trust(role)))
                .isAllowed();
    }

    static AccessKey open(
            Cloud cloud,
            Role role,
            String sessionName,
            Duration duration,
            Map<String, String> sessionPolicies,
            Map<String, String> keys) {
        String account = accountOf(role);
        String accessKeyId = cloud.ids().unique("ASIA");
        Instant now = cloud.scheduler().now();
        Map<String, String> brought = new HashMap<>(keys);
        brought.put("aws:TokenIssueTime", now.toString());
        Caller caller = new Caller(
                account,
                "arn:aws:sts::" + account + ":assumed-role/" + role.roleName() + "/" + sessionName,
                role.roleId() + ":" + sessionName,
                accessKeyId,
                Optional.of(role.arn()),
                sessionPolicies,
                brought);
        return cloud.credentials()
                .add(new AccessKey(
                        accessKeyId,
                        cloud.ids().alphanumeric(40),
                        Optional.of(cloud.ids().alphanumeric(200)),
                        Optional.of(now.plus(duration)),
                        caller));
    }

    private static String accountOf(Role role) {
        return role.arn().split(":", 6)[4];
    }
}
