package io.mlops.modeltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.ContractJson;
import io.mlops.contract.EnvironmentNames;
import io.mlops.contract.TestSettings;
import io.mlops.modeltest.endpoint.Polling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;

class ModelTestCommandTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private final FakeSageMaker sageMaker = new FakeSageMaker();
    private final FakeModel model = new FakeModel();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void cannotJudgeWithoutSettings() {
        int exit = ModelTestCommand.execute(out, "run", "--settings", "absent.json", "--model-package-arn", "arn:x");

        assertThat(exit).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("could not be judged: --settings absent.json");
    }

    @Test
    void writesWhatItJudged() throws IOException {
        assertThat(run()).isEqualTo(0);

        assertThat(sageMaker.updates).hasSize(1);
        assertThat(directory.resolve("test_results.json")).content().contains("PASSED");
    }

    @Test
    void rejectsAModelThatFails() throws IOException {
        model.csv = row -> 0.5;

        assertThat(run()).isEqualTo(1);

        assertThat(sageMaker.updates.get(0).modelApprovalStatus()).isEqualTo(ModelApprovalStatus.REJECTED);
    }

    @Test
    void cannotJudgeWhenMemoryEnds() throws IOException {
        model.whenAsked = () -> {
            throw new OutOfMemoryError("Java heap space");
        };

        assertThat(run()).isEqualTo(2);

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.startsWith("could not be judged: out of memory (Java heap space); "))
                .hasSize(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ");
        assertThat(sageMaker.resources).isEmpty();
    }

    @Test
    void cannotJudgeWhenTheVirtualMachineFails() throws IOException {
        model.whenAsked = () -> {
            throw new StackOverflowError();
        };

        assertThat(run()).isEqualTo(2);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("could not be judged: java.lang.StackOverflowError");
    }

    @Test
    void writesNoFilesThatTheRegistryContradicts() throws IOException {
        sageMaker.updateRefused = true;

        assertThat(run()).isEqualTo(2);

        assertThat(directory.resolve("test_results.json")).doesNotExist();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("could not be judged: AccessDeniedException");
    }

    @Test
    void writesTheVerdictAndEndsWithTwoWhenTheEndpointIsLeft() throws IOException {
        sageMaker.whenDeleted = () -> {
            throw FakeSageMaker.error("Rate exceeded");
        };

        assertThat(run()).isEqualTo(2);

        assertThat(sageMaker.updates).hasSize(1);
        assertThat(directory.resolve("test_results.json")).content().contains("PASSED");
    }

    @Test
    void refusesAnIncompleteCommandLine() {
        assertThat(ModelTestCommand.execute(out, "run")).isEqualTo(2);
    }

    private int run() throws IOException {
        Files.writeString(directory.resolve("holdout.csv"), "score,is_fraud\n0.9,1\n0.1,0\n");
        Files.writeString(directory.resolve("model-test.yml"), """
                schema: mlops.model-test/1
                data: { rows: holdout.csv, label: is_fraud, positive: 1 }
                thresholds:
                  roc_auc: { min: 0.85 }
                """);
        Path settings = directory.resolve("test.json");
        Files.writeString(
                settings,
                ContractJson.write(new TestSettings(
                        TestSettings.SCHEMA,
                        "fraud",
                        "fraud-test",
                        "arn:aws:iam::123456789012:role/mlops/fraud/serving",
                        "ml.m5.large",
                        "model-test.yml",
                        Map.of(),
                        "s3://bucket/reports/",
                        "fraud-models",
                        null,
                        false,
                        true,
                        Map.of())));
        Surroundings surroundings = new Surroundings(
                Map.of(EnvironmentNames.EXECUTION_ID, "1f0a6c1e-0b1c-4a57-9d53-3c8f7a1b2c3d"),
                () -> sageMaker,
                () -> model,
                new Polling(new MovingClock(() -> now), pause -> now = now.plus(pause)));
        return ModelTestCommand.execute(
                out,
                surroundings,
                "run",
                "--settings",
                settings.toString(),
                "--model-package-arn",
                FakeSageMaker.ARN + "model-package/fraud-models/7",
                "--source",
                directory.toString(),
                "--output",
                directory.toString());
    }
}
