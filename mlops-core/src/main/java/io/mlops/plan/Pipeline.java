package io.mlops.plan;

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
 * @param pipelineType {@code V2}
 * @param executionMode {@code QUEUED} or {@code SUPERSEDED}
 * @param stages 2 to 50, the first of them the sources
 * @param tags by key
 */
public record Pipeline(
        String name,
        String roleArn,
        String artifactBucket,
        String pipelineType,
        String executionMode,
        List<StageDeclaration> stages,
        Map<String, String> tags)
        implements Resource {
    /** Copies the stages, sorts the tags. */
    public Pipeline {
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
                .put("pipelineType", pipelineType)
                .put("executionMode", executionMode)
                .put("stageOrder", stages.stream().map(StageDeclaration::name).toList());
        stages.forEach(stage -> fields.put("stages." + stage.name(), stage.actions()));
        return fields.tagged(tags);
    }

    @Override
    public String summary() {
        return pipelineType + ", " + executionMode + " (no approval holds an execution up, so all run in order): "
                + String.join(" > ", stages.stream().map(StageDeclaration::name).toList());
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
