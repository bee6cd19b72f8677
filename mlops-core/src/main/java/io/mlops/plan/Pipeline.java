package io.mlops.plan;

import io.mlops.spec.PipelineOptions.Variable;
import io.mlops.spec.Trigger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The CodePipeline pipeline.
 *
 * @param name the pipeline's name
 * @param roleArn the ARN of its role
 * @param artifactBucket the artifact store's bucket
 * @param kmsKeyArn the key of the artifacts; empty for the bucket's own
 * @param pipelineType {@code V2}
 * @param executionMode {@code QUEUED}, {@code SUPERSEDED} or {@code PARALLEL}
 * @param variables of an execution
 * @param triggers what pushes start an execution; empty where the source has its own way
 * @param stages 2 to 50, the first of them the sources
 * @param tags by key
 */
public record Pipeline(
        String name,
        String roleArn,
        String artifactBucket,
        String kmsKeyArn,
        String pipelineType,
        String executionMode,
        List<Variable> variables,
        List<Trigger> triggers,
        List<StageDeclaration> stages,
        Map<String, String> tags)
        implements Resource {
    /** The source action, which triggers name. */
    public static final String SOURCE_ACTION = "Source";

    /** Copies the stages, sorts the tags. */
    public Pipeline {
        variables = List.copyOf(variables);
        triggers = List.copyOf(triggers);
        stages = List.copyOf(stages);
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.PIPELINE, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        Set<ResourceId> ids = new HashSet<>();
        ids.add(Role.ofArn(roleArn));
        ids.add(new ResourceId(ResourceType.BUCKET, artifactBucket));
        for (StageDeclaration stage : stages) {
            for (ActionDeclaration action : stage.actions()) {
                action.configuration().forEach((key, value) -> addReference(ids, key, value));
            }
        }
        return Set.copyOf(ids);
    }

    @Override
    public Map<String, String> fields() {
        Fields fields = new Fields()
                .put("roleArn", roleArn)
                .put("artifactStore", artifactBucket)
                .put("encryptionKey", kmsKeyArn)
                .put("pipelineType", pipelineType)
                .put("executionMode", executionMode)
                .put("stageOrder", stages.stream().map(StageDeclaration::name).toList());
        fields.put("variables", variables).put("triggers", triggers);
        stages.forEach(stage -> fields.put("stages." + stage.name(), stage.actions() + onFailure(stage)));
        return fields.tagged(tags);
    }

    @Override
    public String summary() {
        return pipelineType + ", " + executionMode + " (" + reason() + "): "
                + String.join(" > ", stages.stream().map(StageDeclaration::name).toList());
    }

    private String reason() {
        return switch (executionMode) {
            case "QUEUED" -> "all executions run in order";
            case "SUPERSEDED" -> "a newer execution takes the place of one that waits";
            default -> "each execution runs by itself";
        };
    }

    private static String onFailure(StageDeclaration stage) {
        return stage.onFailure() == OnFailure.NONE ? "" : " on failure " + stage.onFailure();
    }

    private static void addReference(Set<ResourceId> ids, String key, String value) {
        switch (key) {
            case "S3ObjectKey" -> ids.add(new ResourceId(ResourceType.OBJECT, value));
            case "ProjectName" -> ids.add(new ResourceId(ResourceType.BUILD_PROJECT, value));
            case "FunctionName" -> ids.add(new ResourceId(ResourceType.FUNCTION, value));
            default -> {}
        }
    }
}
