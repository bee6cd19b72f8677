package io.mlops.plan.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.Command;
import io.mlops.Examples;
import io.mlops.ExportDescriptions;
import io.mlops.Golden;
import io.mlops.plan.Digests;
import io.mlops.plan.Pipeline;
import io.mlops.plan.PipelineJson;
import io.mlops.plan.PipelineResources;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.StoredObject;
import io.mlops.spec.Account;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloudFormationTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path directory;

    static Stream<String> descriptions() {
        return ExportDescriptions.all().keySet().stream();
    }

    @Test
    void writesTheTemplate() throws IOException {
        Golden.matches(
                "template.yml", template(Examples.spec(), Examples.ACCOUNT).yaml());
    }

    @Test
    void passesCfnLintWithoutErrorsOrWarnings() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--regions", "eu-west-1", "us-east-1", "--"));
        for (String description : ExportDescriptions.all().keySet()) {
            Template template = template(spec(description), Examples.ACCOUNT);
            arguments.add(file(description + ".json", template.json()));
            arguments.add(file(description + ".yml", template.yaml()));
        }

        Command.Output output = Command.find("cfn-lint").run(arguments);

        assertThat(output.text()).isEmpty();
        assertThat(output.status()).isZero();
    }

    @Test
    void meansTheSameInYamlAsInJson() throws IOException {
        Command python = Command.find("python3");
        String script = """
                import json, sys
                try:
                    import yaml
                except ImportError:
                    sys.exit(3)
                for f in sys.argv[1:]:
                    assert json.load(open(f + '.json')) == yaml.safe_load(open(f + '.yml')), f
                """;
        List<String> arguments = new ArrayList<>(List.of("-c", script));
        for (String description : ExportDescriptions.all().keySet()) {
            Template template = template(spec(description), Examples.ACCOUNT);
            file(description + ".json", template.json());
            file(description + ".yml", template.yaml());
            arguments.add(directory.resolve(description).toString());
        }

        Command.Output output = python.run(arguments).unlessStatus(3, "PyYAML is not installed");

        assertThat(output.text()).isEmpty();
        assertThat(output.status()).isZero();
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void makesTheResourcesOfTheGraph(String description) throws Exception {
        PipelineSpec spec = spec(description);
        Names names = spec.names(Examples.ACCOUNT);
        ResourceGraph graph = PipelineResources.of(spec, names);
        Stack stack = new Stack(CloudFormation.template(graph, names).json(), Examples.ACCOUNT);
        StackGraph read = new StackGraph(stack, Digests.codeSha256(spec.tools().lambdaDeploy()));

        for (Resource wanted : graph.order()) {
            if (wanted instanceof Pipeline pipeline) {
                assertThat(stack.resources().get("Pipeline")).isEqualTo(capitalized(pipeline));
            } else if (!(wanted instanceof StoredObject)) {
                assertThat(read.read(LogicalIds.of(wanted.id(), names), wanted)).isEqualTo(wanted);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void saysEveryDependencyOnceAndTellsWhatToUpload(String description) throws IOException {
        PipelineSpec spec = spec(description);
        Names names = spec.names(Examples.ACCOUNT);
        ResourceGraph graph = PipelineResources.of(spec, names);
        JsonNode template =
                MAPPER.readTree(CloudFormation.template(graph, names).json());
        List<String> uploads = new ArrayList<>();

        for (Resource resource : graph.order()) {
            if (resource instanceof StoredObject object) {
                uploads.add(object.key());
                continue;
            }
            JsonNode json = template.path("Resources").path(LogicalIds.of(resource.id(), names));
            List<String> said = new ArrayList<>(Referred.in(MAPPER.convertValue(json.path("Properties"), Map.class)));
            json.path("DependsOn").forEach(id -> said.add(id.asText()));
            assertThat(said).doesNotHaveDuplicates();
            graph.dependencies(resource.id()).stream()
                    .filter(id -> !(graph.find(id).orElseThrow() instanceof StoredObject))
                    .forEach(id -> assertThat(said).contains(LogicalIds.of(id, names)));
        }

        assertThat(template.at("/Metadata/Mlops/UploadBeforeFunctionCodeVersion")
                        .findValuesAsText("Key"))
                .containsExactlyElementsOf(uploads);
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void isSmallEnoughToBeSentInACall(String description) {
        // CreateChangeSet, TemplateBody: at most 51,200 bytes.
        assertThat(template(spec(description), Examples.ACCOUNT).yaml()).hasSizeLessThan(51_200);
    }

    @Test
    void differsBetweenAccountsOnlyInWhatIsToBeUploaded() {
        Account other = new Account("aws", "999999999999", "us-east-1");

        assertThat(withoutMetadata(template(Examples.spec(), other)))
                .isEqualTo(withoutMetadata(template(Examples.spec(), Examples.ACCOUNT)));
    }

    private static Map<String, Object> withoutMetadata(Template template) {
        Map<String, Object> sections = new LinkedHashMap<>(template.sections());
        sections.remove("Metadata");
        return sections;
    }

    private static JsonNode capitalized(Pipeline pipeline) {
        var json = (ObjectNode) capitalized(MAPPER.valueToTree(PipelineJson.declaration(pipeline)));
        var tags = json.putArray("Tags");
        pipeline.tags().forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        return json;
    }

    private static JsonNode capitalized(JsonNode node) {
        if (node.isArray()) {
            var array = MAPPER.createArrayNode();
            node.forEach(item -> array.add(capitalized(item)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        var object = MAPPER.createObjectNode();
        node.properties().forEach(entry -> {
            String key = entry.getKey();
            JsonNode value = key.equals("configuration") ? entry.getValue() : capitalized(entry.getValue());
            if (!value.isArray() || !value.isEmpty()) {
                object.set(key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1), value);
            }
        });
        return object;
    }

    private static PipelineSpec spec(String description) {
        return Objects.requireNonNull(ExportDescriptions.all().get(description));
    }

    private static Template template(PipelineSpec spec, Account account) {
        Names names = spec.names(account);
        return CloudFormation.template(PipelineResources.of(spec, names), names);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
