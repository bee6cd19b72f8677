package io.mlops.local.lambda;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.Map;
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

    Map<String, StoredFunction> byName() {
        return byName;
    }
}
