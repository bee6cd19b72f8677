package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The builds of an account in a region. Guarded by its own monitor. */
final class Builds {
    private final Map<String, StoredBuild> byId = new LinkedHashMap<>();
    private final Map<String, StoredBuild> byToken = new HashMap<>();
    private final Map<String, PipelineOrder> orders = new HashMap<>();

    private Builds() {}

    static Builds of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Builds.class, scope, made -> new Builds());
    }

    synchronized void order(String token, PipelineOrder order) {
        orders.put(token, order);
    }

    synchronized Optional<PipelineOrder> takeOrder(String token) {
        return Optional.ofNullable(orders.remove(token));
    }

    synchronized Optional<StoredBuild> byToken(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    synchronized StoredBuild add(String token, Supplier<StoredBuild> made) {
        StoredBuild build = made.get();
        byId.put(build.build().id(), build);
        if (!token.isEmpty()) {
            byToken.put(token, build);
        }
        return build;
    }

    /** Finds a build by its id or its ARN. */
    synchronized Optional<StoredBuild> find(String idOrArn) {
        return Optional.ofNullable(byId.get(idOrArn.replaceFirst("^arn:[^:]*:codebuild:[^:]*:[^:]*:build/", "")));
    }

    /** Lists ids, oldest first. */
    synchronized List<String> ids() {
        return new ArrayList<>(byId.keySet());
    }

    /** Lists the ids of a project's builds, oldest first. */
    List<String> idsOf(String project) {
        return ids().stream().filter(id -> id.startsWith(project + ":")).toList();
    }

    static List<String> newestFirst(List<String> ids) {
        List<String> reversed = new ArrayList<>(ids);
        Collections.reverse(reversed);
        return reversed;
    }
}
