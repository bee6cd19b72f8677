package io.mlops.local.lambda;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.Resources;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The functions of an account in a region. */
public final class Functions {
    private final Map<String, StoredFunction> byName = new ConcurrentSkipListMap<>();

    private static final Pattern NAME =
            Pattern.compile("(?:arn:[^:]*:lambda:[^:]*:)?(?:\\d{12}:)?(?:function:)?([^:]+)(?::([^:]+))?");
    private final Scope scope;

    private Functions(Scope scope) {
        this.scope = scope;
    }

    static Functions of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Functions.class, scope, Functions::new);
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

    /** Gives the name in a name, a partial ARN or an ARN. */
    static String name(String nameOrArn) {
        Matcher matcher = NAME.matcher(nameOrArn);
        return matcher.matches() ? matcher.group(1) : nameOrArn;
    }

    /** Gives the version or alias in a name or ARN, or null where it names none. */
    static @Nullable String qualifier(String nameOrArn) {
        Matcher matcher = NAME.matcher(nameOrArn);
        return matcher.matches() ? matcher.group(2) : null;
    }

    /** Finds a function by its name or ARN. It has no version but $LATEST. */
    StoredFunction find(String nameOrArn, @Nullable String qualifier) {
        String name = name(nameOrArn);
        String derived = qualifier(nameOrArn);
        if (derived != null && qualifier != null && !derived.equals(qualifier)) {
            throw LambdaErrors.invalid(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        String asked = derived == null ? qualifier : derived;
        StoredFunction function = byName.get(name);
        if (function == null || (asked != null && !asked.equals("$LATEST"))) {
            throw LambdaErrors.notFound("Function not found: " + scope.arn("lambda", "function:" + name)
                    + (asked == null ? "" : ":" + asked));
        }
        return function;
    }
}
