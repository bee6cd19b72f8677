package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;

/** CodePipeline's way to builds beside CodeBuild's public operations. */
public final class PipelineBuilds {
    private PipelineBuilds() {}

    /**
     * Deposits an order for the {@code StartBuild} that carries the token as its idempotency token.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @param token a new token
     * @param order the order
     */
    public static void order(Cloud cloud, Scope scope, String token, PipelineOrder order) {
        Builds.of(cloud, scope).order(token, order);
    }

    /**
     * Runs a task when a build has ended, at once if it has.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @param buildId the build's id
     * @param task what to run, on a worker's thread
     */
    public static void whenEnded(Cloud cloud, Scope scope, String buildId, Runnable task) {
        Builds.of(cloud, scope)
                .find(buildId)
                .ifPresent(build -> build.whenEnded(() -> cloud.scheduler().execute(task)));
    }
}
