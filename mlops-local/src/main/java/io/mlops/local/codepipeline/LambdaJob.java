package io.mlops.local.codepipeline;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.codepipeline.model.JobData;

/**
 * A job that a function was given; each continuation is a new one.
 *
 * @param id the job's UUID
 * @param action the action that it belongs to
 * @param data what the function was told
 * @param continuationToken what the function left for itself
 * @param answered whether its result was put
 */
record LambdaJob(
        String id, LambdaAction action, JobData data, Optional<String> continuationToken, AtomicBoolean answered) {}
