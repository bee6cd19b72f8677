package io.mlops.local.iam;

import io.mlops.local.account.Caller;
import io.mlops.local.call.Call;
import io.mlops.local.iam.policy.ConditionKeys;
import io.mlops.local.iam.policy.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The condition keys that every call has (IAM user guide, "AWS global condition context keys"). */
final class CallKeys {
    private CallKeys() {}

    static ConditionKeys of(Call call, Principal principal, Optional<StoredRole.State> role) {
        Caller caller = call.caller();
        Map<String, String> keys = new HashMap<>();
        keys.put("aws:CurrentTime", call.now().toString());
        keys.put("aws:EpochTime", String.valueOf(call.now().getEpochSecond()));
        keys.put("aws:RequestedRegion", call.region());
        keys.put("aws:SourceIp", "127.0.0.1");
        // Loopback stands for TLS, which no caller here could have.
        keys.put("aws:SecureTransport", "true");
        boolean isService = principal.kind() == Principal.Kind.SERVICE;
        keys.put("aws:PrincipalIsAWSService", String.valueOf(isService));
        keys.put("aws:ViaAWSService", "false");
        if (isService) {
            keys.put("aws:PrincipalServiceName", principal.name());
        } else {
            keys.put("aws:PrincipalArn", caller.roleArn().orElse(caller.arn()));
            keys.put("aws:PrincipalAccount", caller.accountId());
            keys.put("aws:PrincipalType", type(principal));
            keys.put("aws:userid", caller.userId());
            // What resource-based policies of SNS are written with.
            keys.put("aws:SourceOwner", caller.accountId());
        }
        if (principal.kind() == Principal.Kind.USER) {
            keys.put("aws:username", caller.arn().substring(caller.arn().lastIndexOf('/') + 1));
        }
        role.ifPresent(state ->
                state.role().tags().forEach(tag -> keys.put("aws:PrincipalTag/" + tag.key(), tag.value())));
        keys.putAll(caller.keys());
        Map<String, List<String>> values = new HashMap<>();
        keys.forEach((key, value) -> values.put(key, List.of(value)));
        return ConditionKeys.of(values);
    }

    private static String type(Principal principal) {
        return switch (principal.kind()) {
            case ROOT -> "Account";
            case USER -> "User";
            case ROLE_SESSION -> "AssumedRole";
            case SERVICE, FEDERATED -> "Anonymous";
        };
    }
}
