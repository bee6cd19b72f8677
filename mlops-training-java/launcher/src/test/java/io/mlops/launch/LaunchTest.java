package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mlops.contract.ContractJson;
import io.mlops.contract.Evaluation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.MetricData;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

class LaunchTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final LaunchEnvironment ENVIRONMENT = new LaunchEnvironment(
            "1f0a6c1e-0b1c-4a57-9d53-3c8f7a1b2c3d",
            "v1.2.3",
            "fraud-train:0c6b7a52-6f0f-4a8e-8f5e-0a1b2c3d4e5f",
            Path.of("").toAbsolutePath(),
            "eu-west-1");
    private final FakeSageMaker sageMaker = new FakeSageMaker();
    private final FakeLogs logs = new FakeLogs();
    private final FakeS3 s3 = new FakeS3();
    private final FakeEcr ecr = new FakeEcr();
    private final ExampleSettings settings = new ExampleSettings();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private Instant now = NOW;
    private Launch launch;
    private String jobName;

    @BeforeEach
    void prepare() {
        jobName = ENVIRONMENT.trainingJobName("fraud-train");
        launch = launch(ENVIRONMENT);
    }

    private Launch launch(LaunchEnvironment environment) {
        return new Launch(
                settings.build(),
                environment,
                new LaunchClients(sageMaker, () -> logs, () -> s3, () -> ecr),
                new Polling(new MovingClock(), duration -> now = now.plus(duration)),
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                directory);
    }

    @Test
    void writesTheModelPackagesArnAndTheEvaluation() throws IOException {
        sageMaker.metrics = List.of(
                metric("validation:roc_auc", 0.9312f),
                metric("validation:average_precision", 0.41f),
                metric("train:loss", 1f));

        launch.run();

        assertThat(directory.resolve("model_package_arn.txt")).hasContent(FakeSageMaker.GROUP_ARN + "1");
        Evaluation evaluation = ContractJson.read(
                Evaluation.class, "evaluation.json", Files.readString(directory.resolve("evaluation.json")));
        assertThat(evaluation.binaryClassificationMetrics())
                .isEqualTo(Map.of(
                        "auc", new Evaluation.Metric(0.9312, "NaN"),
                        "average_precision", new Evaluation.Metric(0.41, "NaN")));
        assertThat(sageMaker.stopped).isEmpty();
    }

    @Test
    void asksForTheTrainingJobOfTheSettings() {
        launch.run();

        CreateTrainingJobRequest request = sageMaker.trainingJobs.get(0);
        assertThat(request.trainingJobName()).isEqualTo(jobName);
        assertThat(request.algorithmSpecification().trainingImage()).isEqualTo("image:1");
        assertThat(request.algorithmSpecification().metricDefinitions()).hasSize(1);
        assertThat(request.inputDataConfig().get(0).dataSource().s3DataSource().s3Uri())
                .isEqualTo("s3://bucket/training-data/");
        assertThat(request.outputDataConfig().s3OutputPath()).isEqualTo("s3://bucket/models");
        assertThat(request.resourceConfig().volumeSizeInGB()).isEqualTo(30);
        assertThat(request.stoppingCondition().maxRuntimeInSeconds()).isEqualTo(3600);
        assertThat(request.hyperParameters()).containsEntry("label", "is_fraud");
        assertThat(request.tags())
                .extracting(Tag::key, Tag::value)
                .containsExactlyInAnyOrder(
                        tuple("mlops:pipeline", "fraud"), tuple("mlops:execution", ENVIRONMENT.execution()));
    }

    @Test
    void registersAPackageThatWaitsForApprovalWithItsLineage() {
        sageMaker.metrics = List.of(metric("validation:roc_auc", 0.9312f));

        launch.run();

        CreateModelPackageRequest request = sageMaker.packages.get(0);
        assertThat(request.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.PENDING_MANUAL_APPROVAL);
        assertThat(request.inferenceSpecification().containers().get(0).modelDataUrl())
                .isEqualTo("s3://bucket/models/j/output/model.tar.gz");
        assertThat(request.inferenceSpecification().supportedContentTypes())
                .containsExactly("text/csv", "application/json");
        assertThat(request.metadataProperties().commitId()).isEqualTo("v1.2.3");
        assertThat(request.customerMetadataProperties())
                .containsEntry("mlops:execution", ENVIRONMENT.execution())
                .containsEntry("mlops:training-job", jobName)
                .containsEntry("mlops:metric:auc", "0.9312");
        assertThat(request.clientToken()).matches("[a-zA-Z0-9-]{1,36}");
        assertThat(request.tags()).isEmpty();
    }

    @Test
    void namesTheTrainingJobAnewForEachAttempt() {
        LaunchEnvironment retried =
                new LaunchEnvironment(ENVIRONMENT.execution(), "", "fraud-train:another", Path.of(""), "");
        String longest = "p".repeat(30);

        assertThat(ENVIRONMENT.trainingJobName(longest))
                .hasSizeLessThanOrEqualTo(63)
                .matches("[a-zA-Z0-9](-*[a-zA-Z0-9])*")
                .isNotEqualTo(retried.trainingJobName(longest));
    }

    @Test
    void goesOnWithItsOwnTrainingJobWhenTheAnswerToCreateWasLost() {
        sageMaker.nameTaken = true;

        launch.run();

        assertThat(sageMaker.packages).hasSize(1);
    }

    @Test
    void printsTheTrainingJobsLogOnce() {
        sageMaker.statuses.addFirst(TrainingJobStatus.IN_PROGRESS);
        ArrayDeque<String> lines = new ArrayDeque<>(List.of("one", "two", "three"));
        sageMaker.whenDescribed =
                () -> logs.line(jobName + "/algo-1-1700000000", lines.isEmpty() ? "last" : lines.remove());
        logs.line(jobName + "/algo-1-1700000000", "zero");
        logs.line("another-job/algo-1-1700000000", "not ours");

        launch.run();

        assertThat(printed.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.contains(" ")))
                .containsExactly("zero", "one", "two", "three");
    }

    @Test
    void trainsOnWithoutALog() {
        logs.groupExists = false;
        launch.run();
        assertThat(sageMaker.packages).hasSize(1);
    }

    @Test
    void saysOnceThatTheLogIsNotReadable() {
        logs.denied = true;

        launch.run();

        assertThat(printed.toString(StandardCharsets.UTF_8)).containsOnlyOnce("log is not readable");
    }

    @Test
    void failsWithSageMakersReason() {
        sageMaker.statuses.removeLast();
        sageMaker.statuses.add(TrainingJobStatus.FAILED);
        sageMaker.failureReason = "AlgorithmError: row 17, column amount: got \"n/a\"";

        assertThatThrownBy(launch::run)
                .isInstanceOf(LaunchFailedException.class)
                .hasMessageContaining("row 17, column amount");
        assertThat(sageMaker.packages).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNoTrainingJobRunningWhenAwsRefusesACall() {
        sageMaker.failures.add(FakeSageMaker.error("AccessDeniedException", 400));

        assertThatThrownBy(launch::run).isInstanceOf(SageMakerException.class);

        assertThat(sageMaker.stopped).containsExactly(jobName);
        assertThat(now).isEqualTo(NOW);
    }

    @Test
    void looksAgainWhenALookFailsForAReasonThatPasses() {
        sageMaker.failures.add(FakeSageMaker.error("ThrottlingException", 400));
        sageMaker.failures.add(FakeSageMaker.error("InternalFailure", 500));
        sageMaker.failures.add(SdkClientException.create("connection reset"));

        launch.run();

        assertThat(sageMaker.packages).hasSize(1);
        assertThat(sageMaker.stopped).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).containsOnlyOnce("cannot be looked at now");
    }

    @Test
    void looksAgainAtThePackageToo() {
        sageMaker.whenRegistered = () -> sageMaker.failures.add(FakeSageMaker.error("ServiceUnavailable", 503));

        assertThat(launch.run()).hasToString(FakeSageMaker.GROUP_ARN + "1");
    }

    @Test
    void givesUpWhenAllLooksOfFiveMinutesFail() {
        sageMaker.whenDescribed = () -> sageMaker.failures.add(FakeSageMaker.error("ServiceUnavailable", 503));

        assertThatThrownBy(launch::run).isInstanceOf(SageMakerException.class);

        assertThat(Duration.between(NOW, now)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(sageMaker.stopped).containsExactly(jobName);
    }

    @Test
    void stopsNoTrainingJobThatWasNeverCreated() {
        sageMaker.createRefused = true;

        assertThatThrownBy(launch::run).hasMessageContaining("ResourceLimitExceeded");

        assertThat(sageMaker.stopped).isEmpty();
    }

    @Test
    void cleansTheMetricsNamesAsTheValues() {
        sageMaker.metrics = List.of(metric("validation:f1 [%]" + "x".repeat(200), 0.5f));

        launch.run();

        assertThat(sageMaker.packages.get(0).customerMetadataProperties())
                .containsEntry(("mlops:metric:f1 ___" + "x".repeat(200)).substring(0, 128), "0.5");
    }

    @Test
    void followsTheLogOnAfterAThrottledLook() {
        logs.throttled = 2;
        logs.line(jobName + "/algo-1-1700000000", "zero");
        sageMaker.statuses.addFirst(TrainingJobStatus.IN_PROGRESS);

        launch.run();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("zero").doesNotContain("not readable");
    }

    @Test
    void printsTheLinesOfAFailedJobThatComeLate() {
        sageMaker.statuses.removeLast();
        sageMaker.statuses.add(TrainingJobStatus.FAILED);
        logs.whenLookedAt = () -> {
            if (Duration.between(NOW, now).toSeconds() >= 3 && logs.streams.isEmpty()) {
                logs.line(jobName + "/algo-1-1700000000", "why");
            }
        };

        assertThatThrownBy(launch::run).isInstanceOf(LaunchFailedException.class);

        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).contains("why");
    }

    @Test
    void stopsTheTrainingJobWhenToldToEnd() {
        sageMaker.whenDescribed = launch::stop;
        sageMaker.statuses.removeLast();
        sageMaker.statuses.add(TrainingJobStatus.STOPPED);

        assertThatThrownBy(launch::run).hasMessageContaining("told to stop");

        assertThat(sageMaker.stopped).containsExactly(jobName);
        assertThat(sageMaker.packages).isEmpty();
    }

    @Test
    void triesAgainToStopTheTrainingJobWhileItIsThrottled() {
        sageMaker.stopsThrottled = 3;
        sageMaker.failures.add(FakeSageMaker.error("AccessDeniedException", 400));

        assertThatThrownBy(launch::run).isInstanceOf(SageMakerException.class);

        assertThat(sageMaker.stopped).containsExactly(jobName);
    }

    @Test
    void saysThatTheTrainingJobCouldNotBeStopped() {
        sageMaker.stopsThrottled = 1000;
        sageMaker.failures.add(FakeSageMaker.error("AccessDeniedException", 400));

        assertThatThrownBy(launch::run).isInstanceOf(SageMakerException.class);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("training job " + jobName + " could not be stopped");
        assertThat(Duration.between(NOW, now)).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(66));
    }

    @Test
    void looksForLogStreamsUntilThereIsOneAndThenOnceAMinute() {
        logs.line(jobName + "/algo-1-1700000000", "zero");
        for (int look = 0; look < 40; look++) {
            sageMaker.statuses.addFirst(TrainingJobStatus.IN_PROGRESS);
        }

        launch.run();

        long minutes = Duration.between(NOW, now).toMinutes();
        assertThat(minutes).isPositive();
        assertThat(logs.looks).isBetween(1, (int) minutes + 1);
    }

    @Test
    void tellsMetricsAsTheyComeAndTheLogsLastLinesBeforeTheReason() {
        sageMaker.statuses.removeLast();
        sageMaker.statuses.add(TrainingJobStatus.FAILED);
        sageMaker.failureReason = "AlgorithmError: out of memory";
        logs.line(jobName + "/algo-1-1700000000", "validation:roc_auc=0.5;");
        logs.line(jobName + "/algo-1-1700000000", "Killed");

        assertThatThrownBy(launch::run).hasMessageEndingWith("AlgorithmError: out of memory");

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsSubsequence("validation:roc_auc=0.5;\n", "metric validation:roc_auc = 0.5\n", "Killed\n");
    }

    @Test
    void createsNoTrainingJobAfterItWasToldToEnd() {
        launch.stop();

        assertThatThrownBy(launch::run).isInstanceOf(LaunchFailedException.class);

        assertThat(sageMaker.trainingJobs).isEmpty();
    }

    @Test
    void reportsAPackageThatFails() {
        sageMaker.packageStatuses.clear();
        sageMaker.packageStatuses.add(ModelPackageStatus.FAILED);

        assertThatThrownBy(launch::run).hasMessageContaining("model package").hasMessageContaining("Failed");
        assertThat(directory.resolve("model_package_arn.txt")).doesNotExist();
    }

    private final class MovingClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static MetricData metric(String name, float value) {
        return MetricData.builder().metricName(name).value(value).build();
    }
}
