package io.mlops.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a pipeline as {@code aws codepipeline create-pipeline --cli-input-json} takes it. */
public final class PipelineJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PipelineJson() {}

    /**
     * Writes the pipeline.
     *
     * @param pipeline the pipeline
     * @return JSON, indented, with a line end
     */
    public static String of(Pipeline pipeline) {
        Map<String, Object> declaration = new LinkedHashMap<>();
        declaration.put("name", pipeline.name());
        declaration.put("roleArn", pipeline.roleArn());
        declaration.put("artifactStore", ordered("type", "S3", "location", pipeline.artifactBucket()));
        declaration.put(
                "stages", pipeline.stages().stream().map(PipelineJson::stage).toList());
        declaration.put("executionMode", pipeline.executionMode());
        declaration.put("pipelineType", pipeline.pipelineType());
        List<?> tags = pipeline.tags().entrySet().stream()
                .map(tag -> ordered("key", tag.getKey(), "value", tag.getValue()))
                .toList();
        try {
            return MAPPER.writer(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(ordered("pipeline", declaration, "tags", tags))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(pipeline.id() + " is not writable as JSON", e);
        }
    }

    private static Map<String, Object> stage(StageDeclaration stage) {
        return ordered(
                "name",
                stage.name(),
                "actions",
                stage.actions().stream().map(PipelineJson::action).toList());
    }

    private static Map<String, Object> action(ActionDeclaration action) {
        Map<String, Object> type = ordered("category", action.category(), "owner", "AWS");
        type.put("provider", action.provider());
        type.put("version", "1");
        Map<String, Object> json = ordered("name", action.name(), "actionTypeId", type);
        json.put("runOrder", 1);
        json.put("configuration", action.configuration());
        json.put("outputArtifacts", artifacts(action.outputArtifacts()));
        json.put("inputArtifacts", artifacts(action.inputArtifacts()));
        json.put("namespace", action.namespace());
        return json;
    }

    private static List<Map<String, String>> artifacts(List<String> names) {
        return names.stream().map(name -> Map.of("name", name)).toList();
    }

    private static Map<String, Object> ordered(String first, Object value, String second, Object other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, value);
        map.put(second, other);
        return map;
    }
}
