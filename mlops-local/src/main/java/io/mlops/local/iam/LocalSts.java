package io.mlops.local.iam;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Call;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Refusals;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.sts.model.PackedPolicyTooLargeException;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** STS: who calls, and sessions of roles. Whether a role may be assumed is the authorizer's matter. */
public final class LocalSts implements StsClient {
    private static final int DEFAULT_SECONDS = 3600;
    private static final int LARGEST_POLICIES = 2048;
    private static final int MOST_POLICIES = 10;
    private static final Set<String> HONOURED = Set.of(
            "RoleArn",
            "RoleSessionName",
            "DurationSeconds",
            "Policy",
            "PolicyArns",
            "Tags",
            "ExternalId",
            "SourceIdentity");

    private final Call call;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalSts(Call call) {
        this.call = call;
    }

    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
        return GetCallerIdentityResponse.builder()
                .account(call.caller().accountId())
                .arn(call.caller().arn())
                .userId(call.caller().userId())
                .build();
    }

    @Override
    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
        List<String> others = HonouredMembers.others(request, HONOURED);
        if (!others.isEmpty()) {
            throw invalid(String.join(", ", others) + " is not supported by this emulator");
        }
        Role role = Roles.effective(call.cloud(), request.roleArn())
                .orElseThrow(() -> Refusals.of(
                        "AccessDenied",
                        403,
                        "User: " + call.caller().arn() + " is not authorized to perform: sts:AssumeRole on resource: "
                                + request.roleArn()))
                .role();
        Map<String, String> policies = policies(request);
        AccessKey key = RoleSessions.open(
                call.cloud(), role, request.roleSessionName(), duration(request, role), policies, keys(request));
        return answer(request, key, policies);
    }

    private static AssumeRoleResponse answer(AssumeRoleRequest request, AccessKey key, Map<String, String> policies) {
        AssumeRoleResponse.Builder answer = AssumeRoleResponse.builder()
                .sourceIdentity(request.sourceIdentity())
                .credentials(credentials -> credentials
                        .accessKeyId(key.accessKeyId())
                        .secretAccessKey(key.secretAccessKey())
                        .sessionToken(key.sessionToken().orElseThrow())
                        .expiration(key.expiration().orElseThrow()))
                .assumedRoleUser(user ->
                        user.arn(key.caller().arn()).assumedRoleId(key.caller().userId()));
        if (!policies.isEmpty() || !request.tags().isEmpty()) {
            answer.packedPolicySize(Math.max(1, 100 * plain(request) / LARGEST_POLICIES));
        }
        return answer.build();
    }

    private Duration duration(AssumeRoleRequest request, Role role) {
        int seconds = request.durationSeconds() == null ? DEFAULT_SECONDS : request.durationSeconds();
        if (seconds > DEFAULT_SECONDS && call.caller().roleArn().isPresent()) {
            throw invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                    + " chaining");
        } else if (seconds > role.maxSessionDuration()) {
            throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return Duration.ofSeconds(seconds);
    }

    private Map<String, String> policies(AssumeRoleRequest request) {
        Map<String, String> policies = new TreeMap<>();
        if (request.policy() != null) {
            PolicyRules.ofIdentity(request.policy()).ifPresent(fault -> {
                throw MalformedPolicyDocumentException.builder().message(fault).build();
            });
            policies.put("session policy", request.policy());
        }
        if (request.policyArns().size() > MOST_POLICIES) {
            throw invalid("The requested number of PolicyArns exceeds the limit of " + MOST_POLICIES);
        }
        ManagedPolicies managed = ManagedPolicies.of(call.cloud(), call.caller().accountId());
        for (PolicyDescriptorType named : request.policyArns()) {
            policies.put(
                    named.arn(),
                    managed.find(named.arn())
                            .orElseThrow(() -> MalformedPolicyDocumentException.builder()
                                    .message("Policy " + named.arn() + " does not exist or is not attachable.")
                                    .build())
                            .document());
        }
        if (plain(request) > LARGEST_POLICIES) {
            throw PackedPolicyTooLargeException.builder()
                    .message("Packed policy consumes " + 100 * plain(request) / LARGEST_POLICIES
                            + "% of allotted space, please use smaller policy.")
                    .build();
        }
        return policies;
    }

    private static int plain(AssumeRoleRequest request) {
        return (request.policy() == null ? 0 : request.policy().length())
                + request.policyArns().stream()
                        .mapToInt(policy -> policy.arn().length())
                        .sum();
    }

    private static Map<String, String> keys(AssumeRoleRequest request) {
        Map<String, String> keys = new HashMap<>();
        Set<String> lower = new HashSet<>();
        for (Tag tag : request.tags()) {
            if (!lower.add(tag.key().toLowerCase(Locale.ROOT))) {
                throw Refusals.of(
                        "InvalidParameterValue",
                        400,
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            keys.put("aws:PrincipalTag/" + tag.key(), tag.value());
        }
        if (request.sourceIdentity() != null) {
            keys.put("aws:SourceIdentity", request.sourceIdentity());
        }
        return keys;
    }

    private static AwsServiceException invalid(String message) {
        return Refusals.of("ValidationError", 400, message);
    }

    @Override
    public String serviceName() {
        return "sts";
    }

    @Override
    public void close() {}
}
