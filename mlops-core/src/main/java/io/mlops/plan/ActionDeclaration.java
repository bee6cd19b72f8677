package io.mlops.plan;

import java.util.List;
import java.util.Map;

/**
 * An action of a stage; owner {@code AWS}, version {@code 1}.
 *
 * @param name unique in its stage
 * @param category {@code Source}, {@code Build}, {@code Test}, {@code Invoke} or {@code Approval}
 * @param provider {@code S3}, {@code CodeStarSourceConnection}, {@code CodeBuild}, {@code Lambda} or {@code Manual}
 * @param configuration keys of at most 50, values of 1 to 1000 characters
 * @param inputArtifacts names, in order
 * @param outputArtifacts names, in order
 * @param namespace of its output variables; empty where it has none
 * @param timeoutInMinutes how long a person has to answer; 0 for the provider's own time
 */
public record ActionDeclaration(
        String name,
        String category,
        String provider,
        Map<String, String> configuration,
        List<String> inputArtifacts,
        List<String> outputArtifacts,
        String namespace,
        int timeoutInMinutes) {
    /** Copies the collections. */
    public ActionDeclaration {
        configuration = Fields.sorted(configuration);
        inputArtifacts = List.copyOf(inputArtifacts);
        outputArtifacts = List.copyOf(outputArtifacts);
    }
}
