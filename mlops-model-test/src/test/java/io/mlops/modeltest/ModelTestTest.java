package io.mlops.modeltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TestResults;
import io.mlops.contract.TestSettings;
import io.mlops.modeltest.endpoint.EndpointUnavailableException;
import io.mlops.modeltest.endpoint.HarnessEnvironment;
import io.mlops.modeltest.endpoint.Polling;
import io.mlops.modeltest.endpoint.Reaper;
import io.mlops.modeltest.gate.ModelApproval;
import io.mlops.modeltest.suite.InvalidSuiteException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageRequest;

class ModelTestTest {
    private static final ModelPackageArn ARN =
            ModelPackageArn.parse(FakeSageMaker.ARN + "model-package/fraud-models/7");
    private static final HarnessEnvironment ENVIRONMENT =
            new HarnessEnvironment("1f0a6c1e-0b1c-4a57-9d53-3c8f7a1b2c3d", "fraud-test:0c6b7a52");
    private static final TestSettings SETTINGS = new TestSettings(
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
            Map.of("mlops:pipeline", "fraud"));
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SUITE = """
            schema: mlops.model-test/1
            data:
              rows: holdout.csv
              label: is_fraud
              positive: "1"
            thresholds:
              roc_auc: { min: 0.85 }
              log_loss: { max: 0.9 }
            """;

    private final FakeSageMaker sageMaker = new FakeSageMaker();
    private final FakeModel model = new FakeModel();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private Instant now = START;
    private final Polling polling = new Polling(new MovingClock(() -> now), pause -> now = now.plus(pause));
    private final ModelTest run = new ModelTest(SETTINGS, ENVIRONMENT, sageMaker, () -> model, polling, out);

    @TempDir
    Path source;

    @BeforeEach
    void writeSource() throws IOException {
        Files.writeString(source.resolve("model-test.yml"), SUITE);
        StringBuilder rows = new StringBuilder("score,is_fraud,city\n");
        for (int i = 0; i < 1200; i++) {
            boolean positive = i % 4 == 0;
            rows.append(String.format(
                    Locale.ROOT, "%.4f,%d,\"Ulm, Donau\"%n", (positive ? 0.5 : 0.1) + i % 7 * 0.05, positive ? 1 : 0));
        }
        Files.writeString(source.resolve("holdout.csv"), rows);
    }

    @Test
    void passesAModelThatMeetsItsThresholds() {
        TestResults results = run.judge(ARN, source);

        assertThat(results.status()).isEqualTo(TestResults.Status.PASSED);
        assertThat(results.modelPackageArn()).isEqualTo(ARN.toString());
        assertThat(results.rows()).isEqualTo(1200);
        assertThat(results.metrics()).containsKeys("roc_auc", "average_precision", "accuracy", "log_loss");
        assertThat(results.checks())
                .extracting(TestResults.Check::name)
                .containsExactly(
                        "answers CSV with a score for each row",
                        "answers JSON as it answers CSV",
                        "roc_auc at least 0.85",
                        "log_loss at most 0.9");
        assertThat(results.reason()).startsWith("passed on 1200 rows").contains("roc_auc at least 0.85 (measured: 1)");
    }

    @Test
    void sendsTheRowsInBatchesWithoutLabelAndHeader() {
        run.judge(ARN, source);

        assertThat(model.requests).hasSize(4);
        assertThat(model.requests.get(0).body().asUtf8String().lines())
                .hasSize(500)
                .first()
                .isEqualTo("0.5000,\"Ulm, Donau\"");
        assertThat(model.requests.get(3).body().asUtf8String())
                .startsWith("{\"instances\":[{\"features\":[0.5000,\"Ulm, Donau\"]}");
    }

    @Test
    void sendsNumbersAsJsonOnlyWhereTheyKeepTheirText() throws IOException {
        Files.writeString(
                source.resolve("holdout.csv"),
                "score,is_fraud,hour,branch,amount\n0.9,1,2,007,1e3\n0.1,0,13,010,\n0.25,0,-4,100,+5\n");

        run.judge(ARN, source);

        assertThat(model.requests.get(1).body().asUtf8String())
                .isEqualTo("{\"instances\":[{\"features\":[0.9,2,\"007\",\"1e3\"]},"
                        + "{\"features\":[0.1,13,\"010\",null]},{\"features\":[0.25,-4,100,\"+5\"]}]}");
    }

    @Test
    void failsAConstantModel() {
        model.csv = row -> 0.003;
        model.json = row -> 0.003;

        TestResults results = run.judge(ARN, source);

        assertThat(results.status()).isEqualTo(TestResults.Status.FAILED);
        assertThat(results.metrics()).containsEntry("roc_auc", 0.5);
        assertThat(results.reason()).contains("roc_auc at least 0.85 (measured: 0.5)");
    }

    @Test
    void failsAModelThatAnswersJsonOtherwiseThanCsv() {
        model.json = row -> 0.5;

        assertThat(run.judge(ARN, source).reason()).contains("answers JSON as it answers CSV (measured: row 2");
    }

    @Test
    void failsAModelThatAnswersWithErrors() {
        model.broken = true;

        TestResults results = run.judge(ARN, source);

        assertThat(results.status()).isEqualTo(TestResults.Status.FAILED);
        assertThat(results.reason())
                .contains("the model answered 500: unknown category")
                .contains("not measured");
        assertThat(sageMaker.resources).isEmpty();
    }

    @Test
    void failsAModelWhoseScoresAreNone() {
        model.csv = row -> Double.NaN;

        assertThat(run.judge(ARN, source).reason()).contains("row 1: got \"NaN\"; accepted is a score from 0 to 1");
    }

    @Test
    void servesThePackagesOwnContainersUnderOneTaggedName() {
        run.judge(ARN, source);

        assertThat(sageMaker.models.get(0).modelName()).matches("fraud-test-1f0a6c1e-[0-9a-f]{8}");
        assertThat(sageMaker.models.get(0).containers().get(0).image()).isEqualTo("image:1");
        assertThat(sageMaker.models.get(0).containers().get(0).modelPackageName())
                .isNull();
        assertThat(sageMaker.models.get(0).containers().get(0).environment()).containsEntry("THREADS", "2");
        assertThat(sageMaker.models.get(0).tags())
                .contains(Tag.builder()
                        .key("mlops:execution")
                        .value(ENVIRONMENT.execution())
                        .build());
        assertThat(sageMaker.configs.get(0).productionVariants().get(0).instanceTypeAsString())
                .isEqualTo("ml.m5.large");
    }

    @Test
    void deletesEverythingAfterATest() {
        run.judge(ARN, source);
        assertThat(sageMaker.resources).isEmpty();
    }

    @Test
    void deletesEverythingWhenTheEndpointCannotBeMade() {
        sageMaker.endpointRefused = true;

        assertThatThrownBy(() -> run.judge(ARN, source)).hasMessageContaining("ResourceLimitExceeded");

        assertThat(sageMaker.resources).isEmpty();
    }

    @Test
    void deletesEverythingWhenTheEndpointFails() {
        sageMaker.end = EndpointStatus.FAILED;

        assertThatThrownBy(() -> run.judge(ARN, source))
                .isInstanceOf(EndpointUnavailableException.class)
                .hasMessageContaining("did not pass the ping health check");

        assertThat(sageMaker.resources).isEmpty();
    }

    @Test
    void deletesEverythingWhenToldToEndWhileTheEndpointIsCreating() {
        sageMaker.looks = 5;
        sageMaker.whenDescribed = () -> {
            sageMaker.whenDescribed = () -> {};
            run.stop();
        };

        assertThatThrownBy(() -> run.judge(ARN, source)).isInstanceOf(RuntimeException.class);

        assertThat(sageMaker.resources).isEmpty();
    }

    @Test
    void deletesAnEndpointThatComesIntoServiceJustAfterTheRefusal() {
        for (int looks = 1; looks < 8; looks++) {
            sageMaker.looks = looks;
            sageMaker.whenDescribed = () -> {
                sageMaker.whenDescribed = () -> {};
                throw SageMakerException.builder().message("Rate exceeded").build();
            };

            assertThatThrownBy(() -> run2().judge(ARN, source)).hasMessage("Rate exceeded");

            assertThat(sageMaker.resources).isEmpty();
        }
    }

    @Test
    void deletesEverythingWhenToldToEndByAnotherThreadDuringTheChecks() {
        model.whenAsked = () -> {
            model.whenAsked = () -> {};
            Thread hook = new Thread(run::stop);
            hook.start();
            try {
                hook.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(sageMaker.resources).isEmpty();
        };

        run.judge(ARN, source);

        assertThat(sageMaker.resources).isEmpty();
    }

    @Test
    void judgesOnAnEndpointThatSageMakerDoesNotKnowYet() {
        sageMaker.unseen = 3;

        assertThat(run.judge(ARN, source).status()).isEqualTo(TestResults.Status.PASSED);
    }

    @Test
    void deletesAnEndpointThatSageMakerDoesNotKnowYet() {
        sageMaker.answerLost = true;
        sageMaker.unseen = 5;

        assertThatThrownBy(() -> run.judge(ARN, source)).hasMessageContaining("Connection reset");

        assertThat(sageMaker.resources).isEmpty();
        assertThat(run.leftSomething()).isFalse();
    }

    @Test
    void deletesAnEndpointWhoseDeletionIsRefusedForAMinute() {
        sageMaker.whenDeleted = () -> {
            if (now.isBefore(START.plusSeconds(60))) {
                throw FakeSageMaker.error("Rate exceeded");
            }
        };

        run.judge(ARN, source);

        assertThat(sageMaker.resources).isEmpty();
        assertThat(run.leftSomething()).isFalse();
    }

    @Test
    void givesUpAnEndpointWhoseDeletionIsRefusedForTwoMinutesAndSaysSo() {
        sageMaker.whenDeleted = () -> {
            throw FakeSageMaker.error("Rate exceeded");
        };

        run.judge(ARN, source);
        run.stop();

        assertThat(run.leftSomething()).isTrue();
        assertThat(Duration.between(START, now)).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("could not be deleted: Rate exceeded"))
                .hasSize(1);
    }

    @Test
    void makesNothingAfterItWasToldToEnd() {
        run.stop();

        assertThatThrownBy(() -> run.judge(ARN, source)).hasMessageContaining("told to stop");

        assertThat(sageMaker.models).isEmpty();
    }

    @Test
    void makesNothingForASuiteThatIsNotAcceptable() throws IOException {
        Files.writeString(source.resolve("model-test.yml"), "schema: mlops.model-test/1\n");

        assertThatThrownBy(() -> run.judge(ARN, source)).isInstanceOf(InvalidSuiteException.class);

        assertThat(sageMaker.models).isEmpty();
    }

    @Test
    void givesUpWaitingForAnEndpointThatStaysCreating() {
        sageMaker.looks = Integer.MAX_VALUE;

        assertThatThrownBy(() -> run.judge(ARN, source)).hasMessageContaining("not within 30 minutes");

        assertThat(Duration.between(START, now)).isLessThan(Duration.ofMinutes(62));
        assertThat(run.leftSomething()).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("run the reap command");
    }

    @Test
    void approvesWhatPassedAndRejectsWhatFailedWithTheReason() {
        ModelApproval approval = new ModelApproval(sageMaker, out);
        approval.write(run.judge(ARN, source), true);
        model.csv = row -> 0.5;
        approval.write(run2().judge(ARN, source), false);

        UpdateModelPackageRequest approved = sageMaker.updates.get(0);
        UpdateModelPackageRequest rejected = sageMaker.updates.get(1);
        assertThat(approved.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.APPROVED);
        assertThat(approved.approvalDescription()).contains("passed on 1200 rows");
        assertThat(rejected.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.REJECTED);
        assertThat(rejected.approvalDescription())
                .contains("roc_auc at least 0.85 (measured: 0.5)")
                .hasSizeLessThanOrEqualTo(1024);
    }

    @Test
    void leavesAPassedPackagePendingWhenItMayNotApprove() {
        new ModelApproval(sageMaker, out).write(run.judge(ARN, source), false);
        assertThat(sageMaker.updates).isEmpty();
    }

    @Test
    void reapsWhatThisExecutionLeftAndNothingElse() {
        List<Tag> ours = ENVIRONMENT.tags(SETTINGS);
        List<Tag> others = new HarnessEnvironment("another-execution", "b").tags(SETTINGS);
        for (String kind : List.of("endpoint/", "endpoint-config/", "model/")) {
            sageMaker.resources.put(kind + "fraud-test-1f0a6c1e-00000001", ours);
            sageMaker.resources.put(kind + "fraud-test-another-00000002", others);
            sageMaker.resources.put(kind + "production-fraud-test-1", ours);
        }
        sageMaker.resources.put("model/fraud-test-1f0a6c1e-00000003", ours);

        Reaper.Harvest harvest = new Reaper(sageMaker, polling, out, "fraud-test", ENVIRONMENT.execution()).reap();

        assertThat(harvest).isEqualTo(new Reaper.Harvest(4, 4));
        assertThat(sageMaker.resources).hasSize(6).doesNotContainKey("model/fraud-test-1f0a6c1e-00000003");
    }

    @Test
    void namesAnEndpointWithinSageMakersLimit() {
        assertThat(ENVIRONMENT.endpointName("p".repeat(40))).hasSizeLessThanOrEqualTo(63);
    }

    private ModelTest run2() {
        return new ModelTest(SETTINGS, ENVIRONMENT, sageMaker, () -> model, polling, out);
    }
}
