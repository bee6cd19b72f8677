package io.mlops;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.mlops.spec.ApprovalStage;
import io.mlops.spec.AwsImage;
import io.mlops.spec.ConnectionSource;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Image;
import io.mlops.spec.ImageUri;
import io.mlops.spec.InvalidSpecException;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Problem;
import io.mlops.spec.S3Source;
import io.mlops.spec.Source;
import io.mlops.spec.Stage;
import io.mlops.spec.Tools;
import java.time.Duration;
import java.util.List;

/** Reads and writes descriptions as JSON. What a file leaves out has the builder's default. */
final class DescriptionJson {
    /** Names the implementation of a sealed interface. */
    static final String TYPE = "type";

    static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addDeserializer(Duration.class, new DurationText()))
            .addMixIn(Source.class, SourceTypes.class)
            .addMixIn(Stage.class, StageTypes.class)
            .addMixIn(Image.class, ImageTypes.class)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The records' components, and none of their other methods.
            .disable(MapperFeature.AUTO_DETECT_GETTERS, MapperFeature.AUTO_DETECT_IS_GETTERS)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
            .build();

    private DescriptionJson() {}

    static String write(PipelineSpec spec) {
        try {
            return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(Description.of(spec)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a description of texts and numbers is writable as JSON", e);
        }
    }

    /**
     * Reads a description.
     *
     * @throws InvalidSpecException with every field that is unknown, missing or of another type, or else with every problem
     *     of the description
     */
    static PipelineSpec read(String json, Tools tools) {
        ObjectNode tree = DescriptionDefaults.complete(object(json));
        List<Problem> problems = new DescriptionShape().check(tree);
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
        try {
            return MAPPER.treeToValue(tree, Description.class).spec(tools);
        } catch (JsonProcessingException e) {
            throw invalid("the description", "", "JSON of schema " + Description.SCHEMA, e.getOriginalMessage());
        }
    }

    private static ObjectNode object(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree instanceof ObjectNode object) {
                String schema = object.path("schema").asText();
                if (!schema.equals(Description.SCHEMA)) {
                    throw invalid(
                            "schema",
                            schema,
                            Description.SCHEMA,
                            "use versions of file and library that belong together");
                }
                return object;
            }
            throw invalid("the description", json, "a JSON object", "write one, as MlopsPipeline.toJson() does");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? "the description"
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw invalid(place, "", "JSON", "mend it: " + e.getOriginalMessage());
        }
    }

    private static InvalidSpecException invalid(String path, String got, String expected, String fix) {
        return new InvalidSpecException(List.of(new Problem(path, got, expected, fix)));
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = S3Source.class, name = "s3"),
        @JsonSubTypes.Type(value = ConnectionSource.class, name = "connection")
    })
    interface SourceTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DeployStage.class, name = "deploy"),
        @JsonSubTypes.Type(value = ApprovalStage.class, name = "approval")
    })
    interface StageTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ImageUri.class, name = "uri"),
        @JsonSubTypes.Type(value = AwsImage.class, name = "aws")
    })
    interface ImageTypes {}
}
