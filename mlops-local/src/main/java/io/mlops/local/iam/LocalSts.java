package io.mlops.local.iam;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Call;
import java.time.Duration;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** STS: who calls, and sessions of roles. */
public final class LocalSts implements StsClient {
    private static final int DEFAULT_SECONDS = 3600;

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
        int seconds = request.durationSeconds() == null ? DEFAULT_SECONDS : request.durationSeconds();
        AccessKey key = RoleSessions.assume(
                call.cloud(), call.caller(), request.roleArn(), request.roleSessionName(), Duration.ofSeconds(seconds));
        return AssumeRoleResponse.builder()
                .credentials(credentials -> credentials
                        .accessKeyId(key.accessKeyId())
                        .secretAccessKey(key.secretAccessKey())
                        .sessionToken(key.sessionToken().orElseThrow())
                        .expiration(key.expiration().orElseThrow()))
                .assumedRoleUser(user ->
                        user.arn(key.caller().arn()).assumedRoleId(key.caller().userId()))
                .build();
    }

    @Override
    public String serviceName() {
        return "sts";
    }

    @Override
    public void close() {}
}
