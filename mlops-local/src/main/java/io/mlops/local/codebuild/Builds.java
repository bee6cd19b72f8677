package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

/** The builds of an account in a region. Guarded by its own monitor. */
final class Builds {
    private static final Duration TOKEN_KEPT = Duration.ofMinutes(5);

    private final Map<String, StoredBuild> byId = new LinkedHashMap<>();
    private final Map<String, Start> byToken = new HashMap<>();
    private final Map<String, PipelineOrder> orders = new HashMap<>();

    /** A call that started a build, for repetitions. */
    private record Start(StartBuildRequest request, StoredBuild build, Instant time) {}

    private Builds() {}

    static Builds of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Builds.class, scope, made -> new Builds());
    }

    synchronized void order(String token, PipelineOrder order) {
        orders.put(token, order);
    }

    synchronized Optional<PipelineOrder> takeOrder(StartBuildRequest request) {
        return Optional.ofNullable(orders.remove(request.idempotencyToken()));
    }

    /** Finds the build that the same call started; a token is good for five minutes. */
    synchronized Optional<Build> repeated(StartBuildRequest request, Instant now) {
        byToken.values().removeIf(start -> start.time().plus(TOKEN_KEPT).isBefore(now));
        Start earlier = byToken.get(request.idempotencyToken());
        if (earlier != null && !earlier.request().equals(request)) {
            throw ProjectRules.invalid("Idempotency token " + request.idempotencyToken()
                    + " was used before with other parameters: parameter mismatch");
        }
        return Optional.ofNullable(earlier).map(start -> start.build().build());
    }

    synchronized void add(StartBuildRequest request, StoredBuild build, Instant now) {
        byId.put(build.build().id(), build);
        if (request.idempotencyToken() != null) {
            byToken.put(request.idempotencyToken(), new Start(request, build, now));
        }
    }

    /** Counts a project's builds that have not ended. */
    synchronized long running(String project) {
        return byId.values().stream()
                .map(StoredBuild::build)
                .filter(build -> build.projectName().equals(project) && !build.buildComplete())
                .count();
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

    static <T> List<T> reversed(List<T> all) {
        List<T> reversed = new ArrayList<>(all);
        Collections.reverse(reversed);
        return reversed;
    }
}
