package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.TrainingSettings.MetricDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** The launcher as a process of its own against the emulator, which runs what it is asked to. */
class LocalLaunchTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** Reads and writes where the toolkit says; {@code predict} answers with the model and what it was asked. */
    private static final String TRAIN = """
            . ./lib/words.sh
            if [ "$1" = predict ]; then echo "$(cat "$SM_MODEL_DIR/model.txt") $(cat)"; exit 0; fi
            echo "arguments: $*"
            echo "validation:roc_auc=0.75;"
            echo "$GREETING of $(wc -l < "$SM_CHANNEL_TRAINING/a.csv") rows" > "$SM_MODEL_DIR/model.txt"
            echo '{"version":0.0}' > "$SM_OUTPUT_DATA_DIR/statistics.json"
            """;

    @TempDir
    Path directory;

    private LocalWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new LocalWorld(directory);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void trainsAndServesTheTeamsScriptByTheSameImage() throws Exception {
        Path code = Files.createDirectories(world.source.resolve("ml/code"));
        Files.writeString(code.resolve("train.py"), TRAIN);
        Files.writeString(Files.createDirectory(code.resolve("lib")).resolve("words.sh"), "GREETING=forest\n");
        ExampleSettings settings = world.settings(LocalWorld.SCIKIT_LEARN).script("ml/code", "train.py");
        settings.hyperParameters = Map.of("n-estimators", "100", "criterion", "gini", "version", "1.10");

        assertThat(exit(world.launch(settings.build()))).as(world.printed()).isZero();

        assertThat(world.printed())
                .contains("arguments: --criterion gini --n-estimators 100 --version 1.10")
                .contains("metric validation:roc_auc = 0.75")
                .containsPattern("trained for \\d+ s, billed \\d+ s ml.m5.large");
        DescribeModelPackageResponse described = registered();
        assertThat(described.modelMetrics().modelDataQuality().statistics().s3Uri())
                .endsWith("/package/statistics.json");
        assertThat(described.customerMetadataProperties())
                .containsKeys("mlops:script-digest", "mlops:channel-version:training")
                .containsEntry("mlops:metric:auc", "0.75");
        assertThat(answer(described.inferenceSpecification().containers().get(0)))
                .isEqualTo("forest of 1 rows 1,2\n");
    }

    @Test
    void bringsTheScriptToAContainerWithoutANetwork() throws Exception {
        Files.writeString(world.source.resolve("train.py"), "echo isolated > $SM_MODEL_DIR/model.txt");
        ExampleSettings settings = world.settings(LocalWorld.SCIKIT_LEARN).script(".", "train.py");
        settings.networkIsolation = true;

        assertThat(exit(world.launch(settings.build()))).as(world.printed()).isZero();

        assertThat(registered().modelPackageStatusAsString()).isEqualTo("Completed");
    }

    @Test
    void endsWithTheFailedJobsLastLinesAndItsReason() throws Exception {
        world.container(
                "echo reading; echo 'row 17 is bad'; printf 'row 17: got n/a' > $SAGEMAKER_BASE_DIR/output/failure;"
                        + " exit 3");

        assertThat(exit(world.launch(world.settings(LocalWorld.SCRIPT).build())))
                .isEqualTo(1);

        List<String> lines = world.printed().lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .startsWith("training job fraud-train-e1-")
                .endsWith(" is Failed: AlgorithmError: row 17: got n/a, exit code: 3");
        assertThat(lines.subList(0, lines.size() - 1)).containsSubsequence("reading", "row 17 is bad");
        assertThat(world.printed()).doesNotContain("\tat ");
    }

    @Test
    void stopsTheTrainingJobOnSigterm() throws Exception {
        world.container("trap 'echo tidied; echo half > $SAGEMAKER_BASE_DIR/model/model.txt; exit 0' TERM;"
                + " echo 'loss=0.5'; while :; do sleep 0.1; done");
        ExampleSettings settings = world.settings(LocalWorld.SCRIPT);
        settings.metrics = List.of(new MetricDefinition("loss", "loss=([0-9.]+)"));
        Process launcher = world.launch(settings.build());
        awaitPrinted("metric loss = 0.5");

        launcher.destroy();

        assertThat(exit(launcher)).as(world.printed()).isEqualTo(143);
        assertThat(world.printed())
                .containsSubsequence("told to stop", "tidied", "told to stop; the training job is Stopped");
        assertThat(world.sageMaker.listTrainingJobs().trainingJobSummaries())
                .singleElement()
                .satisfies(job -> assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPED));
        assertThat(world.sageMaker
                        .listModelPackages(list -> list.modelPackageGroupName("fraud-models"))
                        .modelPackageSummaryList())
                .isEmpty();
        assertThat(world.aws.processes()).isZero();
    }

    private int exit(Process launcher) throws InterruptedException {
        if (!launcher.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            launcher.destroyForcibly();
            throw new AssertionError("the launcher did not end within " + LONGEST);
        }
        return launcher.exitValue();
    }

    private void awaitPrinted(String line) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!world.printed().contains(line)) {
            assertThat(System.nanoTime()).as(world.printed()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private DescribeModelPackageResponse registered() throws IOException {
        String arn =
                Files.readString(directory.resolve("model_package_arn.txt")).strip();
        return world.sageMaker.describeModelPackage(describe -> describe.modelPackageName(arn));
    }

    /** Serves the package's own container, as the harness does, and asks it. */
    private String answer(ModelPackageContainerDefinition container) throws InterruptedException {
        world.sageMaker.createModel(model -> model.modelName("m")
                .executionRoleArn("arn:aws:iam::123456789012:role/training")
                .primaryContainer(primary -> primary.image(container.image())
                        .modelDataUrl(container.modelDataUrl())
                        .environment(container.environment())));
        ProductionVariant variant = ProductionVariant.builder()
                .variantName("v")
                .modelName("m")
                .initialInstanceCount(1)
                .instanceType(ProductionVariantInstanceType.ML_M5_LARGE)
                .build();
        world.sageMaker.createEndpointConfig(
                config -> config.endpointConfigName("c").productionVariants(variant));
        world.sageMaker.createEndpoint(endpoint -> endpoint.endpointName("e").endpointConfigName("c"));
        while (status() == EndpointStatus.CREATING) {
            Thread.sleep(50);
        }
        assertThat(status()).isEqualTo(EndpointStatus.IN_SERVICE);
        return world.aws
                .client(SageMakerRuntimeClient.class)
                .invokeEndpoint(invoke ->
                        invoke.endpointName("e").contentType("text/csv").body(SdkBytes.fromUtf8String("1,2")))
                .body()
                .asUtf8String();
    }

    private EndpointStatus status() {
        return world.sageMaker
                .describeEndpoint(describe -> describe.endpointName("e"))
                .endpointStatus();
    }
}
