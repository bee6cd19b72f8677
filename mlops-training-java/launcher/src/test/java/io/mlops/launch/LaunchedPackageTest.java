package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.contract.TrainingSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.MetricData;
import software.amazon.awssdk.services.sagemaker.model.MetricsSource;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;

/** What a run reads of S3 and ECR, and makes of it in the training job and the model package. */
class LaunchedPackageTest {
    private static final String IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/trainer:1";
    private static final String OUTPUT = "s3://bucket/models/j/output/";
    private static final String EVALUATION = """
            {"schema":"mlops.evaluation/1",
             "binary_classification_metrics":{"auc":{"value":0.93125,"standard_deviation":"NaN"}},
             "confusion_matrix":{}}
            """;

    private final FakeSageMaker sageMaker = new FakeSageMaker();
    private final FakeS3 s3 = new FakeS3();
    private final FakeEcr ecr = new FakeEcr();
    private final ExampleSettings settings = new ExampleSettings();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private Path source;

    @BeforeEach
    void prepare() throws IOException {
        source = Files.createDirectory(directory.resolve("source"));
        settings.image = IMAGE;
        s3.objects.put("s3://bucket/training-data/a.csv", new byte[] {1, 2, 3});
        s3.objects.put("s3://bucket/training-data/b.csv", new byte[] {1});
        s3.objects.put(OUTPUT + "model.tar.gz", Archives.of(Map.of("model.bin", "model")));
        s3.objects.put(
                OUTPUT + "output.tar.gz",
                Archives.of(Map.of(
                        "evaluation.json",
                        EVALUATION,
                        "statistics.json",
                        "{\"version\":0}",
                        "constraints.json",
                        "{\"version\":1}",
                        "provenance.json",
                        "{\"seed\":\"7\",\"data_sha256\":\"" + "a".repeat(64) + "\"}")));
    }

    @Test
    void namesTheFilesThatSayHowGoodTheModelIs() {
        CreateModelPackageRequest request = run();

        String files = "s3://bucket/models/" + jobName() + "/package/";
        MetricsSource quality = request.modelMetrics().modelQuality().statistics();
        assertThat(quality.s3Uri()).isEqualTo(files + "evaluation.json");
        assertThat(quality.contentType()).isEqualTo("application/json");
        assertThat(quality.contentDigest()).isEqualTo("sha256:" + Sha256.of(EVALUATION));
        assertThat(s3.bytes(quality.s3Uri())).asString().isEqualTo(EVALUATION);
        assertThat(request.modelMetrics().modelDataQuality().statistics().s3Uri())
                .isEqualTo(files + "statistics.json");
        assertThat(request.modelMetrics().modelDataQuality().constraints().s3Uri())
                .isEqualTo(files + "constraints.json");
        assertThat(s3.bytes(files + "constraints.json")).asString().isEqualTo("{\"version\":1}");
        assertThat(request.driftCheckBaselines().modelQuality().statistics()).isEqualTo(quality);
        assertThat(request.driftCheckBaselines().modelDataQuality().constraints())
                .isEqualTo(request.modelMetrics().modelDataQuality().constraints());
        assertThat(directory.resolve("evaluation.json")).hasContent(EVALUATION.strip());
    }

    @Test
    void saysByTheLogWhatTheContainerDoesNotSay() {
        s3.objects.remove(OUTPUT + "output.tar.gz");
        sageMaker.metrics = List.of(MetricData.builder()
                .metricName("validation:roc_auc")
                .value(0.5f)
                .build());

        CreateModelPackageRequest request = run();

        assertThat(s3.bytes(request.modelMetrics().modelQuality().statistics().s3Uri()))
                .asString()
                .contains("\"value\" : 0.5");
        assertThat(request.modelMetrics().modelDataQuality()).isNull();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("last metrics: validation:roc_auc 0.5");
    }

    @Test
    void saysNothingOfAModelThatNothingIsKnownOf() {
        s3.objects.remove(OUTPUT + "output.tar.gz");

        CreateModelPackageRequest request = run();

        assertThat(request.modelMetrics()).isNull();
        assertThat(request.driftCheckBaselines()).isNull();
    }

    @Test
    void notesDataSeedAndHyperparameters() {
        CreateModelPackageRequest request = run();

        assertThat(request.customerMetadataProperties())
                .containsEntry("mlops:seed", "7")
                .containsEntry("mlops:data-digest", "sha256:" + "a".repeat(64))
                .containsEntry("mlops:channel-version:training", "v-training-data/a.csv")
                .containsEntry("mlops:image-digest", FakeEcr.DIGEST)
                .containsEntry("mlops:hyperparameters-digest", "sha256:" + Sha256.of("{label=is_fraud}"))
                .containsEntry("mlops:metric:auc", "0.93125")
                .hasEntrySatisfying(
                        "mlops:channel-digest:training",
                        digest -> assertThat(digest).matches("sha256:[0-9a-f]{64}"));
        assertThat(request.modelCard().modelCardStatusAsString()).isEqualTo("Draft");
        assertThat(request.modelCard().modelCardContent()).contains("\"training_metrics\":[{\"name\":\"auc\"");
    }

    @Test
    void notesOtherDataByAnotherDigest() {
        String before = channelDigest();
        s3.objects.put("s3://bucket/training-data/b.csv", new byte[] {2});

        assertThat(channelDigest()).isNotEqualTo(before);
    }

    @Test
    void prefersTheSeedThatWasAskedFor() {
        settings.hyperParameters = Map.of("random_state", "42");

        assertThat(run().customerMetadataProperties()).containsEntry("mlops:seed", "42");
    }

    @Test
    void asksForTheSamePackageTwice() {
        CreateModelPackageRequest first = run();

        assertThat(run()).isEqualTo(first);
        assertThat(first.clientToken()).isNotEmpty();
    }

    @Test
    void namesTheImageByItsDigestTooAndTellsTheContainer() {
        CreateModelPackageRequest request = run();

        ModelPackageContainerDefinition container =
                request.inferenceSpecification().containers().get(0);
        assertThat(container.image()).isEqualTo(IMAGE);
        assertThat(container.imageDigest()).isEqualTo(FakeEcr.DIGEST);
        assertThat(sageMaker.trainingJobs.get(0).environment()).containsEntry("MLOPS_IMAGE_DIGEST", FakeEcr.DIGEST);
    }

    @Test
    void trainsOnWithoutWhatItMayNotSee() {
        s3.denied = "s3:ListBucketVersions";
        settings.image = IMAGE.replace(":1", ":2");

        CreateModelPackageRequest request = run();

        assertThat(request.customerMetadataProperties()).doesNotContainKey("mlops:channel-version:training");
        assertThat(request.inferenceSpecification().containers().get(0).imageDigest())
                .isNull();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("the version of channel training is not noted: not authorized")
                .contains("the digest of image");
    }

    @Test
    void packsTheScriptForTrainingAndBesideTheModelForServing() throws IOException {
        script();

        CreateModelPackageRequest request = run();

        CreateTrainingJobRequest job = sageMaker.trainingJobs.get(0);
        String uri = job.hyperParameters()
                .getOrDefault("sagemaker_submit_directory", "")
                .replace("\"", "");
        assertThat(uri).matches("s3://bucket/code/e1/[0-9a-f]{16}/sourcedir\\.tar\\.gz");
        assertThat(Archives.texts(s3.bytes(uri))).isEqualTo(Map.of("train.py", "print()"));
        assertThat(job.hyperParameters()).containsEntry("sagemaker_program", "\"train.py\"");
        ModelPackageContainerDefinition container =
                request.inferenceSpecification().containers().get(0);
        assertThat(container.environment())
                .containsEntry("SAGEMAKER_PROGRAM", "train.py")
                .containsEntry("SAGEMAKER_SUBMIT_DIRECTORY", "/opt/ml/model/code");
        assertThat(Archives.texts(s3.bytes(container.modelDataUrl())))
                .isEqualTo(Map.of("model.bin", "model", "code/train.py", "print()"));
        assertThat(request.customerMetadataProperties())
                .hasEntrySatisfying(
                        "mlops:script-digest",
                        digest -> assertThat(digest)
                                .startsWith("sha256:"
                                        + uri.substring("s3://bucket/code/e1/".length(), uri.lastIndexOf('/'))));
    }

    @Test
    void leavesTheModelAsItIsWhereAnotherImageServes() throws IOException {
        script();
        settings.servingImage = "own:1";

        ModelPackageContainerDefinition container =
                run().inferenceSpecification().containers().get(0);

        assertThat(container.modelDataUrl()).isEqualTo(OUTPUT + "model.tar.gz");
        assertThat(container.environment()).isEmpty();
    }

    @Test
    void bringsTheScriptByAChannelWithoutANetwork() throws IOException {
        script();
        settings.networkIsolation = true;

        run();

        assertThat(sageMaker.trainingJobs.get(0).inputDataConfig())
                .extracting(Channel::channelName)
                .containsExactly("training", "code");
    }

    @Test
    void refusesAChannelOfTheScriptsName() throws IOException {
        script();
        settings.networkIsolation = true;
        settings.channels = List.of(settings.channel("code", "training-data/"));

        assertThatThrownBy(this::run).isInstanceOf(LaunchFailedException.class).hasMessageContaining("one named code");
        assertThat(sageMaker.trainingJobs).isEmpty();
    }

    @Test
    void createsNoTrainingJobWhereTheScriptCannotBePut() throws IOException {
        script();
        s3.denied = "s3:PutObject";

        assertThatThrownBy(this::run)
                .isInstanceOf(LaunchFailedException.class)
                .hasMessageContaining("sourcedir.tar.gz was not written: not authorized");
        assertThat(sageMaker.trainingJobs).isEmpty();
    }

    @Test
    void saysWhatIsBilledAndWhatSpotSaved() {
        settings.spot = new TrainingSettings.Spot(7200);
        settings.instances = 2;

        run();

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .contains("trained for 200 s, billed 60 s on each of 2 ml.m5.large; spot saved 70.0 %");
    }

    private void script() throws IOException {
        settings.script("code", "train.py");
        Files.writeString(Files.createDirectory(source.resolve("code")).resolve("train.py"), "print()");
    }

    private String channelDigest() {
        return run().customerMetadataProperties().getOrDefault("mlops:channel-digest:training", "");
    }

    private String jobName() {
        return environment().trainingJobName("fraud-train");
    }

    private LaunchEnvironment environment() {
        return new LaunchEnvironment("e1", "v1.2.3", "train:1", source, "eu-west-1");
    }

    private CreateModelPackageRequest run() {
        new Launch(
                        settings.build(),
                        environment(),
                        new LaunchClients(sageMaker, FakeLogs::new, () -> s3, () -> ecr),
                        new Polling(Clock.systemUTC(), duration -> {}),
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        directory)
                .run();
        return sageMaker.packages.get(sageMaker.packages.size() - 1);
    }
}
