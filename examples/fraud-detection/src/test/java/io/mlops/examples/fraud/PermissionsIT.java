package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mlops.MlopsPipeline;
import io.mlops.MlopsPipelineBuilder;
import io.mlops.apply.ApplyListener;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.local.iam.RecordedQuestions;
import io.mlops.plan.iam.Actor;
import io.mlops.plan.iam.RolePolicies;
import io.mlops.run.ExecutionFailedException;
import io.mlops.run.PipelineExecution;
import io.mlops.run.PipelineStatus;
import io.mlops.spec.Account;
import io.mlops.spec.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Whole executions in which each role once lacks an action, and which succeed when it has it: beside success, failures,
 * retries, a killed build, an update that an alarm rolls back, a stage rollback, and destroy while a model is trained. What
 * the roles asked of IAM meanwhile is the proof that {@code LeastPrivilegeTest} in core replays.
 */
@EnabledIfSystemProperty(named = "mlops.campaign", matches = "true")
@Timeout(1200)
class PermissionsIT {
    private static final Path PROOF = Path.of("../../mlops-core/src/test/resources/permissions");
    private static final String NAME = "permissions";
    private static final String ALARM = NAME + "-5xx";
    private static final String DEPLOY = "Deploy-production";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Scenario scenario = new Scenario(NAME, NAME, CreditData.load(), Map.of("roc_auc", 0.5));
    private final DataSet.Split split = scenario.split();

    @TempDir
    private Path directory;

    private LocalAws local;
    private Aws aws;
    private CloudWatchClient cloudWatch;
    private String topic;
    private Path record;

    @BeforeEach
    void start() {
        record = directory.resolve("calls.jsonl");
        local = LocalAws.builder()
                .directory(directory.resolve("aws"))
                .image(
                        Scenario.IMAGE,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:MaxRAMPercentage=25",
                                "-jar",
                                TARGET.resolve("trainer-image/opt/program/mlops-trainer.jar")
                                        .toString()))
                .record(record)
                .start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        cloudWatch = local.client(CloudWatchClient.class);
        try (SnsClient sns = local.client(SnsClient.class)) {
            topic = sns.createTopic(r -> r.name("releases")).topicArn();
        }
        cloudWatch.putMetricAlarm(r -> r.alarmName(ALARM)
                .namespace("AWS/SageMaker")
                .metricName("Invocation5XXErrors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
    }

    @AfterEach
    void stop() {
        cloudWatch.close();
        aws.close();
        local.close();
    }

    /** With everything that makes the roles ask more: checkpoints, an approval's topic, scaling, capture, alarms. */
    private MlopsPipeline describe(String instanceType) {
        return MlopsPipelineBuilder.named(NAME)
                .source(s -> s.s3(Scenario.SOURCE_KEY))
                .training(t -> t.image(Scenario.IMAGE)
                        .instanceType("ml.m5.large")
                        .hyperparameter("label", scenario.data().label())
                        .hyperparameter("positive", scenario.data().positive())
                        .hyperparameter("ntrees", 20)
                        .checkpoints("checkpoints/")
                        .channel("training", Scenario.TRAINING_PREFIX))
                .modelPackageGroup(NAME + "-models")
                .test(t -> t.instanceType("ml.m5.large").suite(SourceZip.SUITE))
                .approval("release", a -> a.notify(topic))
                .deploy(
                        "production",
                        d -> d.endpoint(NAME)
                                .instanceType(instanceType)
                                .instances(2)
                                .scale(2, 4, 1000)
                                .capture(100, "capture/")
                                .canary(50, Duration.ofSeconds(5))
                                .rollBackOn(ALARM)
                                .rollBackWhen("Invocation4XXErrors", "Sum", 1000)
                                .keep(0))
                .build();
    }

    @Test
    void eachRoleNeedsWhatItMayAndMayWhatItNeeds() throws Exception {
        MlopsPipeline pipeline = describe("ml.m5.large");
        pipeline.apply(aws, ApplyListener.NONE);
        put("checkpoints/of-an-older-job", "nothing");

        PipelineExecution first = succeedsWhenNoRoleLacksAnything(pipeline);
        invoke();
        MlopsPipeline larger = describe("ml.m5.xlarge");
        larger.apply(aws, ApplyListener.NONE);
        isRolledBackByItsAlarm(larger);
        await(larger.rollBack(aws, "production", first.id()));
        putSource();
        awaitThat(this::isTraining);
        assertThat(larger.destroy(aws, ApplyListener.NONE).left()).isEmpty();

        local.close();
        proves(pipeline);
    }

    private PipelineExecution succeedsWhenNoRoleLacksAnything(MlopsPipeline pipeline) throws IOException {
        RoleActions roles = new RoleActions(aws, pipeline);
        roles.withdraw(Actor.START, "codepipeline:StartPipelineExecution");
        put(Scenario.TRAINING_PREFIX + "training.csv", split.training().csv());
        putSource();
        awaitThat(() -> roles.wereDenied(record, Actor.START));
        roles.giveBack(Actor.START);
        roles.withdraw(Actor.PIPELINE, "codebuild:StartBuild");
        roles.withdraw(Actor.TRAIN_BUILD, "sagemaker:CreateTrainingJob");
        roles.withdraw(Actor.TRAINING, "s3:GetObject");
        roles.withdraw(Actor.TEST_BUILD, "sagemaker:CreateModel");
        roles.withdraw(Actor.SERVING, "s3:GetObject");
        roles.withdraw(Actor.DEPLOY, "sagemaker:CreateEndpoint");

        PipelineExecution execution = pipeline.startedBy(aws, putSource());

        lacks(execution, "Train", Actor.PIPELINE, roles);
        lacks(execution, "Train", Actor.TRAIN_BUILD, roles);
        lacks(execution, "Train", Actor.TRAINING, roles);
        lacks(execution, "Test", Actor.TEST_BUILD, roles);
        lacks(execution, "Test", Actor.SERVING, roles);
        approve(pipeline);
        lacks(execution, DEPLOY, Actor.DEPLOY, roles);
        awaitThat(() -> local.faults().kill("endpoint " + NAME + " ") > 0);
        fails(execution, DEPLOY);
        execution.retry(DEPLOY, StageRetryMode.FAILED_ACTIONS);
        await(execution);
        return execution;
    }

    /** The stage fails while the role lacks its action, and is tried again with it. */
    private void lacks(PipelineExecution execution, String stage, Actor actor, RoleActions roles) {
        fails(execution, stage);
        assertThat(roles.wereDenied(record, actor))
                .as("%s was denied its action", actor)
                .isTrue();
        roles.giveBack(actor);
        execution.retry(stage, StageRetryMode.FAILED_ACTIONS);
    }

    private static ExecutionFailedException fails(PipelineExecution execution, String stage) {
        ExecutionFailedException failure = catchThrowableOfType(ExecutionFailedException.class, () -> await(execution));
        assertThat(failure).hasMessageContaining("Stage " + stage);
        return failure;
    }

    private void isRolledBackByItsAlarm(MlopsPipeline pipeline) {
        PipelineExecution execution = pipeline.startedBy(aws, putSource());
        awaitThat(this::isTesting);
        local.faults().kill("build " + NAME + "-test:");
        fails(execution, "Test");
        execution.retry("Test", StageRetryMode.FAILED_ACTIONS);
        approve(pipeline);
        awaitThat(this::isUpdating);
        cloudWatch.setAlarmState(
                r -> r.alarmName(ALARM).stateValue(StateValue.ALARM).stateReason("tried"));
        assertThat(fails(execution, DEPLOY)).hasMessageContaining("last lines of its log");
        cloudWatch.setAlarmState(
                r -> r.alarmName(ALARM).stateValue(StateValue.OK).stateReason("tried"));
        execution.retry(DEPLOY, StageRetryMode.FAILED_ACTIONS);
        await(execution);
    }

    /** Holds the policies to the record, and writes the record anew where that is asked for. */
    private void proves(MlopsPipeline pipeline) throws IOException {
        RecordedQuestions asked = RecordedQuestions.read(record);
        Names names = pipeline.spec().names(new Account("aws", local.accountId(), local.region()));
        RolePolicies policies = new RolePolicies(pipeline.spec(), names);
        for (Actor actor : Actor.values()) {
            String role = actor.roleName(names);
            assertThat(asked.refused(role, policies.of(actor).json())).as(role).isEmpty();
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(PROOF);
            Files.writeString(PROOF.resolve("description.json"), pipeline.toJson());
            DistinctQuestions.write(record, PROOF.resolve("calls.jsonl"));
        }
    }

    private String put(String key, String content) {
        return put(key, RequestBody.fromString(content));
    }

    /** Starts an execution. */
    private String putSource() {
        return put(Scenario.SOURCE_KEY, RequestBody.fromBytes(SourceZip.of(split.holdout(), scenario.minimums())));
    }

    private String put(String key, RequestBody body) {
        return aws.s3()
                .putObject(
                        r -> r.bucket(NAME + "-" + local.accountId() + "-" + local.region())
                                .key(key),
                        body)
                .versionId();
    }

    private void invoke() {
        String row = split.holdout().features(split.holdout().rows().get(0));
        aws.sageMakerRuntime()
                .invokeEndpoint(
                        r -> r.endpointName(NAME).contentType("text/csv").body(SdkBytes.fromUtf8String(row)));
    }

    private boolean isTraining() {
        return !aws.sageMaker()
                .listTrainingJobs(r -> r.statusEquals(TrainingJobStatus.IN_PROGRESS))
                .trainingJobSummaries()
                .isEmpty();
    }

    private boolean isTesting() {
        return aws.sageMaker().listEndpoints(r -> r.nameContains("-test-")).endpoints().stream()
                .anyMatch(endpoint -> endpoint.endpointStatus() == EndpointStatus.CREATING);
    }

    private boolean isUpdating() {
        return aws.sageMaker().describeEndpoint(r -> r.endpointName(NAME)).endpointStatus() == EndpointStatus.UPDATING;
    }

    private static void await(PipelineExecution execution) {
        execution.await(event -> {}, execution.options().every(Duration.ofMillis(200)));
    }

    private void approve(MlopsPipeline pipeline) {
        awaitThat(() -> pipeline.status(aws).stages().stream().anyMatch(PipelineStatus.Stage::waitsForApproval));
        pipeline.approve(aws, "release", "tried");
    }

    private static void awaitThat(BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
