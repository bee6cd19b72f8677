package io.mlops.modeltest.endpoint;

import io.mlops.contract.EnvironmentNames;
import io.mlops.contract.TagKeys;
import io.mlops.contract.TestSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/**
 * What CodeBuild's environment says about this run.
 *
 * @param execution the pipeline execution's id ({@value EnvironmentNames#EXECUTION_ID})
 * @param build the build's id ({@code CODEBUILD_BUILD_ID}), another one for each attempt
 */
public record HarnessEnvironment(String execution, String build) {
    private static final int PART = 8;

    /**
     * Reads the environment.
     *
     * @param variables the process's variables
     * @param clock names the attempt where there is no build id, as outside CodeBuild
     * @return what the variables say
     * @throws EndpointUnavailableException if the execution's id is missing
     */
    public static HarnessEnvironment read(Map<String, String> variables, Clock clock) {
        String execution =
                variables.getOrDefault(EnvironmentNames.EXECUTION_ID, "").strip();
        if (execution.isEmpty()) {
            throw new EndpointUnavailableException("environment variable " + EnvironmentNames.EXECUTION_ID
                    + ": got nothing; accepted is the pipeline execution's id; the pipeline's Test action sets it,"
                    + " outside a pipeline set it to an id of your own");
        }
        return new HarnessEnvironment(
                execution, variables.getOrDefault("CODEBUILD_BUILD_ID", "by-hand:" + clock.millis()));
    }

    /**
     * Derives the name of the temporary model, endpoint config and endpoint: {@code <prefix>-<execution>-<attempt>}.
     *
     * @param prefix at most 40 characters; SageMaker accepts 63 in all
     * @return the name, the same for the same execution and build
     */
    public String endpointName(String prefix) {
        String letters = execution.replaceAll("[^A-Za-z0-9]", "");
        String part = letters.substring(0, Math.min(PART, letters.length()));
        return prefix + "-" + (part.isEmpty() ? "" : part + "-")
                + digest(execution + "/" + build).substring(0, PART);
    }

    /**
     * Returns the tags of everything that this run makes.
     *
     * @param settings the settings' own tags
     * @return those and the execution's
     */
    public List<Tag> tags(TestSettings settings) {
        Map<String, String> tags = new LinkedHashMap<>(settings.tags());
        tags.put(TagKeys.EXECUTION, execution);
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
