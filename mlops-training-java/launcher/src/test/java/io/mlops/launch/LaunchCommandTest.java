package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchCommandTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void refusesSettingsThatAreNotThere() {
        int exit = LaunchCommand.execute(out, "--settings", "absent.json");

        assertThat(exit).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("--settings absent.json");
    }

    @Test
    void refusesSettingsOfAnotherSchema(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("training.json"), "{\"schema\":\"mlops.training-settings/9\"}");

        int exit = LaunchCommand.execute(out, "--settings", file.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("mlops.training-settings/1")
                .doesNotContain("\tat ");
    }

    @Test
    void namesTheVariableThatIsMissing() {
        assertThatThrownBy(() -> LaunchEnvironment.read(Map.of(), Clock.systemUTC()))
                .hasMessageContaining("MLOPS_EXECUTION_ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"smile.base.cart.CART", "io.mlops.training.TrainCommand", "io.mlops.MlopsPipeline"})
    void standsWithoutSmileTrainerAndCore(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void readsCodeBuildsEnvironment() {
        LaunchEnvironment environment = LaunchEnvironment.read(
                Map.of(
                        "MLOPS_EXECUTION_ID", "e1",
                        "CODEBUILD_RESOLVED_SOURCE_VERSION", "v1",
                        "CODEBUILD_BUILD_ID", "project:uuid",
                        "CODEBUILD_SRC_DIR", "/codebuild/output/src1/src",
                        "AWS_REGION", "eu-west-1"),
                Clock.systemUTC());

        assertThat(environment)
                .isEqualTo(new LaunchEnvironment(
                        "e1", "v1", "project:uuid", Path.of("/codebuild/output/src1/src"), "eu-west-1"));
    }
}
