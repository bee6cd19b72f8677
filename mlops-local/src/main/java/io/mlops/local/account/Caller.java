package io.mlops.local.account;

import java.util.Map;
import java.util.Optional;

/**
 * Who makes a call.
 *
 * @param accountId the caller's account, 12 digits; for a service, the account that it acts for
 * @param arn the principal: a user's, the root's or an assumed role session's ARN; a service's name, as {@code
 *     events.amazonaws.com}, where it calls on nobody's behalf
 * @param userId the principal's unique id, as {@code AROA…:session}
 * @param accessKeyId the access key that identified the caller
 * @param roleArn the assumed role's own ARN, where the caller is a role session
 * @param sessionPolicies the policies that a session was opened with, by name; empty where with none
 * @param keys condition keys that the caller brings along, as {@code aws:PrincipalTag/team}
 */
public record Caller(
        String accountId,
        String arn,
        String userId,
        String accessKeyId,
        Optional<String> roleArn,
        Map<String, String> sessionPolicies,
        Map<String, String> keys) {
    /** Copies the maps. */
    public Caller {
        sessionPolicies = Map.copyOf(sessionPolicies);
        keys = Map.copyOf(keys);
    }

    /**
     * Makes a caller whose session brings nothing along.
     *
     * @param accountId the account
     * @param arn the principal
     * @param userId its unique id
     * @param accessKeyId its access key
     * @param roleArn the assumed role, for a session
     */
    public Caller(String accountId, String arn, String userId, String accessKeyId, Optional<String> roleArn) {
        this(accountId, arn, userId, accessKeyId, roleArn, Map.of(), Map.of());
    }

    /**
     * Makes a service that calls on behalf of a resource, as EventBridge calls a rule's target: only the called
     * resource's own policy can permit that.
     *
     * @param service as {@code events.amazonaws.com}
     * @param accountId the account of the resource that it acts for
     * @param sourceArn that resource
     * @return the caller
     */
    public static Caller ofService(String service, String accountId, String sourceArn) {
        return new Caller(
                accountId,
                service,
                "",
                "",
                Optional.empty(),
                Map.of(),
                Map.of("aws:SourceArn", sourceArn, "aws:SourceAccount", accountId));
    }
}
