package io.mlops.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.spec.PipelineOptions.Variable;
import io.mlops.spec.Trigger;
import io.mlops.spec.Trigger.Filter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a pipeline as {@code aws codepipeline create-pipeline --cli-input-json} takes it. */
public final class PipelineJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private PipelineJson() {}

    /**
     * Writes the pipeline.
     *
     * @param pipeline the pipeline
     * @return JSON, indented, with a line end
     */
    public static String of(Pipeline pipeline) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pipeline", declaration(pipeline));
        json.put(
                "tags",
                pipeline.tags().entrySet().stream()
                        .map(tag -> ordered("key", tag.getKey(), "value", tag.getValue()))
                        .toList());
        try {
            return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(pipeline.id() + " is not writable as JSON", e);
        }
    }

    /**
     * Gives the pipeline's declaration, in the members of {@code PipelineDeclaration} (CodePipeline API reference).
     *
     * @param pipeline the pipeline
     * @return texts, numbers, lists and maps
     */
    public static Map<String, Object> declaration(Pipeline pipeline) {
        Map<String, Object> declaration = new LinkedHashMap<>();
        declaration.put("name", pipeline.name());
        declaration.put("roleArn", pipeline.roleArn());
        declaration.put("artifactStore", store(pipeline));
        declaration.put(
                "stages", pipeline.stages().stream().map(PipelineJson::stage).toList());
        declaration.put("executionMode", pipeline.executionMode());
        declaration.put("pipelineType", pipeline.pipelineType());
        if (!pipeline.variables().isEmpty()) {
            declaration.put(
                    "variables",
                    pipeline.variables().stream().map(PipelineJson::variable).toList());
        }
        if (!pipeline.triggers().isEmpty()) {
            Map<String, Object> git = new LinkedHashMap<>();
            git.put("sourceActionName", Pipeline.SOURCE_ACTION);
            git.put("push", pipeline.triggers().stream().map(PipelineJson::push).toList());
            declaration.put(
                    "triggers", List.of(ordered("providerType", "CodeStarSourceConnection", "gitConfiguration", git)));
        }
        return declaration;
    }

    private static Map<String, Object> store(Pipeline pipeline) {
        Map<String, Object> store = new LinkedHashMap<>();
        store.put("type", "S3");
        store.put("location", pipeline.artifactBucket());
        if (!pipeline.kmsKeyArn().isEmpty()) {
            store.put("encryptionKey", ordered("id", pipeline.kmsKeyArn(), "type", "KMS"));
        }
        return store;
    }

    private static Map<String, Object> variable(Variable variable) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", variable.name());
        json.put("defaultValue", variable.defaultValue());
        json.put("description", variable.description());
        json.values().removeIf(""::equals);
        return json;
    }

    private static Map<String, Object> push(Trigger trigger) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("branches", filter(trigger.branches()));
        json.put("tags", filter(trigger.tags()));
        json.put("filePaths", filter(trigger.paths()));
        json.values().removeIf(Map.of()::equals);
        return json;
    }

    private static Map<String, Object> filter(Filter filter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("includes", filter.includes());
        json.put("excludes", filter.excludes());
        json.values().removeIf(List.of()::equals);
        return json;
    }

    private static Map<String, Object> stage(StageDeclaration stage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", stage.name());
        json.put("actions", stage.actions().stream().map(PipelineJson::action).toList());
        switch (stage.onFailure()) {
            case ROLLBACK -> json.put("onFailure", Map.of("result", "ROLLBACK"));
            case RETRY_FAILED_ACTIONS -> json.put("onFailure", retry("FAILED_ACTIONS"));
            case RETRY_ALL_ACTIONS -> json.put("onFailure", retry("ALL_ACTIONS"));
            case NONE -> {}
        }
        return json;
    }

    private static Map<String, Object> retry(String mode) {
        return ordered("result", "RETRY", "retryConfiguration", Map.of("retryMode", mode));
    }

    private static Map<String, Object> action(ActionDeclaration action) {
        Map<String, Object> type = new LinkedHashMap<>();
        type.put("category", action.category());
        type.put("owner", "AWS");
        type.put("provider", action.provider());
        type.put("version", "1");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", action.name());
        json.put("actionTypeId", type);
        json.put("runOrder", 1);
        json.put("configuration", action.configuration());
        json.put("outputArtifacts", artifacts(action.outputArtifacts()));
        json.put("inputArtifacts", artifacts(action.inputArtifacts()));
        if (!action.namespace().isEmpty()) {
            json.put("namespace", action.namespace());
        }
        if (action.timeoutInMinutes() > 0) {
            json.put("timeoutInMinutes", action.timeoutInMinutes());
        }
        return json;
    }

    private static List<Map<String, String>> artifacts(List<String> names) {
        return names.stream().map(name -> Map.of("name", name)).toList();
    }

    /** Map.of has an order of its own in each process. */
    private static Map<String, Object> ordered(String first, Object value, String second, Object other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, value);
        map.put(second, other);
        return map;
    }
}
