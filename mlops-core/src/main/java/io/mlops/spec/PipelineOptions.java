package io.mlops.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What concerns the pipeline as a whole.
 *
 * @param executionMode how several executions get along; absent for SUPERSEDED where there is an approval, else QUEUED
 * @param variables of an execution, at most 50
 * @param retries how a failed stage is retried once by itself, by the stage's name as the pipeline has it
 * @param rollbackOnFailure whether a failed deploy stage rolls back to its last success by itself
 * @param tags on everything, at most 40
 * @param kmsKeyArn the key of the bucket and the artifacts; empty for S3's own
 * @param bucket the team's own versioned bucket; empty for one of the pipeline's
 * @param roles ARNs of the team's own roles by actor, as {@code train-build}; the others are the pipeline's
 * @param permissionsBoundary the ARN of the policy that bounds the pipeline's roles; empty for none
 * @param rolePath the path before {@code mlops/<pipeline>/}, as {@code /teams/risk/}; {@code /} by default
 * @param namePrefix what the names of everything begin with; empty for nothing
 * @param repository the name of an ECR repository for the trainer image; empty for none
 */
public record PipelineOptions(
        @Nullable ExecutionMode executionMode,
        List<Variable> variables,
        Map<String, RetryMode> retries,
        boolean rollbackOnFailure,
        Map<String, String> tags,
        String kmsKeyArn,
        String bucket,
        Map<String, String> roles,
        String permissionsBoundary,
        String rolePath,
        String namePrefix,
        String repository) {
    /** Copies the collections. */
    public PipelineOptions {
        variables = List.copyOf(variables);
        retries = Collections.unmodifiableMap(new TreeMap<>(retries));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        roles = Collections.unmodifiableMap(new TreeMap<>(roles));
    }

    /** How several executions get along. */
    public enum ExecutionMode {
        /** One after another. */
        QUEUED,
        /** A newer one takes the place of one that waits between stages. */
        SUPERSEDED,
        /** Each by itself; there is no rollback. */
        PARALLEL
    }

    /** What an automatic retry runs again. */
    public enum RetryMode {
        /** The actions that failed. */
        FAILED_ACTIONS,
        /** All actions of the stage. */
        ALL_ACTIONS
    }

    /**
     * A variable of the pipeline, which a start may set.
     *
     * @param name at most 128 characters of {@code [A-Za-z0-9@\-_]}
     * @param defaultValue at most 1000 characters; empty where each start must say it
     * @param description at most 200 characters
     */
    public record Variable(String name, String defaultValue, String description) {}
}
