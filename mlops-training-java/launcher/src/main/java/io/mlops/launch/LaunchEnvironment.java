package io.mlops.launch;

import io.mlops.contract.EnvironmentNames;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What CodeBuild's environment says about this run.
 *
 * @param execution the pipeline execution's id ({@value EnvironmentNames#EXECUTION_ID})
 * @param commit the source's revision ({@code CODEBUILD_RESOLVED_SOURCE_VERSION}), empty where CodeBuild names none
 * @param build the build's id ({@code CODEBUILD_BUILD_ID}); another one for each attempt, so that a retried stage does
 *     not meet the name of its own earlier training job
 * @param source where CodeBuild has unpacked the source ({@code CODEBUILD_SRC_DIR}); outside CodeBuild the working directory
 * @param region AWS's name of the region ({@code AWS_REGION}), empty where the environment does not say
 */
public record LaunchEnvironment(String execution, String commit, String build, Path source, String region) {
    private static final int EXECUTION_PART = 8;
    private static final int DIGEST_PART = 10;

    /**
     * Reads the environment.
     *
     * @param variables the process's variables
     * @param clock names the attempt where there is no build id, as outside CodeBuild
     * @return what the variables say
     * @throws LaunchFailedException if the execution's id is missing
     */
    public static LaunchEnvironment read(Map<String, String> variables, Clock clock) {
        String execution =
                variables.getOrDefault(EnvironmentNames.EXECUTION_ID, "").strip();
        if (execution.isEmpty()) {
            throw new LaunchFailedException("environment variable " + EnvironmentNames.EXECUTION_ID
                    + ": got nothing; accepted is the pipeline execution's id; the pipeline's Train action sets it,"
                    + " outside a pipeline set it to an id of your own");
        }
        return new LaunchEnvironment(
                execution,
                variables.getOrDefault("CODEBUILD_RESOLVED_SOURCE_VERSION", "").strip(),
                variables.getOrDefault("CODEBUILD_BUILD_ID", "by-hand:" + clock.millis()),
                Path.of(variables.getOrDefault("CODEBUILD_SRC_DIR", "")).toAbsolutePath(),
                variables.getOrDefault("AWS_REGION", "").strip());
    }

    /**
     * Derives the training job's name: prefix, the execution's first 8 letters and digits, and a digest of execution
     * and build. At most 50 characters with a prefix of 30; SageMaker accepts 63 (API model of {@code
     * CreateTrainingJob}).
     *
     * @param prefix what the name starts with
     * @return the name, the same for the same execution and build
     */
    public String trainingJobName(String prefix) {
        String letters = execution.replaceAll("[^A-Za-z0-9]", "");
        String part = letters.substring(0, Math.min(EXECUTION_PART, letters.length()));
        return prefix + "-" + (part.isEmpty() ? "" : part + "-")
                + Sha256.of(execution + "/" + build).substring(0, DIGEST_PART);
    }

    /**
     * Derives the token that makes {@code CreateModelPackage} idempotent: 36 characters of {@code [a-zA-Z0-9-]} at most.
     *
     * @param trainingJobName the training job whose model is registered
     * @return the token, the same for the same execution and training job
     */
    public String clientToken(String trainingJobName) {
        return Sha256.of(execution + "/" + trainingJobName).substring(0, 36);
    }
}
