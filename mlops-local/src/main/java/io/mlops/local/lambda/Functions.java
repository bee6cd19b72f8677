package io.mlops.local.lambda;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.Resources;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The functions of an account in a region. */
public final class Functions {
    private final Map<String, StoredFunction> byName = new ConcurrentSkipListMap<>();

    private Functions() {}

    static Functions of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Functions.class, scope, made -> new Functions());
    }

    /**
     * Gives each function's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope)
                .byName
                .forEach((name, function) -> tags.put(scope.arn("lambda", "function:" + name), function.tags()));
        return tags;
    }

    /**
     * Tells IAM of functions.
     *
     * @param call the call that asks
     * @param arn the function's ARN
     * @param versionId not used
     * @return its owner, policy and tags; empty where there is no such function
     */
    public static Optional<Resources.Resource> resource(Call call, String arn, Optional<String> versionId) {
        String[] parts = arn.split(":", 7);
        return parts.length < 7
                ? Optional.empty()
                : Optional.ofNullable(of(call.cloud(), new Scope(parts[4], parts[3]))
                                .byName
                                .get(parts[6]))
                        .map(function -> new Resources.Resource(
                                parts[4],
                                Optional.ofNullable(function.policy().json()),
                                false,
                                () -> Resources.tags(function.tags())));
    }

    Map<String, StoredFunction> byName() {
        return byName;
    }
}
