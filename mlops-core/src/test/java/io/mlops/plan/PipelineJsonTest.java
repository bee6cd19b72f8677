package io.mlops.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.Command;
import io.mlops.Examples;
import io.mlops.ExportDescriptions;
import io.mlops.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the CLI itself checks before it calls; {@code ExportPageTest} makes it call. */
class PipelineJsonTest {
    @TempDir
    private Path directory;

    @Test
    void passesBotocoresValidationForEveryDescription() throws IOException {
        String script = """
                import json, sys
                try:
                    from botocore.session import Session
                    from botocore.validate import ParamValidator
                except ImportError:
                    sys.exit(3)
                shape = Session().get_service_model('codepipeline').operation_model('CreatePipeline').input_shape
                for f in sys.argv[1:]:
                    report = ParamValidator().validate(json.load(open(f)), shape)
                    assert not report.has_errors(), f + ': ' + report.generate_report()
                """;
        List<String> arguments = new ArrayList<>(List.of("-c", script));
        for (Map.Entry<String, PipelineSpec> description :
                ExportDescriptions.all().entrySet()) {
            Path file = directory.resolve(description.getKey() + ".json");
            arguments.add(Files.writeString(file, json(description.getValue())).toString());
        }

        Command.Output output = Command.find("python3").run(arguments).unlessStatus(3, "botocore is not installed");

        assertThat(output.text()).isEmpty();
        assertThat(output.status()).isZero();
    }

    @Test
    void writesWhatIsDescribed() throws IOException {
        JsonNode json = new ObjectMapper().readTree(json(Examples.with(b -> b.tag("team", "risk"))));

        assertThat(json.path("pipeline").path("name").asText()).isEqualTo("fraud-detection");
        assertThat(json.path("tags").findValuesAsText("key")).containsExactly("mlops:pipeline", "team");
    }

    private static String json(PipelineSpec spec) {
        return PipelineJson.of(PipelineResources.pipeline(spec, spec.names(Examples.ACCOUNT)));
    }
}
