package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.NAME;
import static io.mlops.local.codepipeline.PipelineWorld.approval;
import static io.mlops.local.codepipeline.PipelineWorld.lambda;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static io.mlops.local.codepipeline.PipelineWorld.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import io.mlops.local.account.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.*;
import software.amazon.awssdk.services.iam.IamClient;

/** Retries and rollbacks, whatever begins them; starts with revisions; limits. */
@Timeout(40)
class ExecutionTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private PipelineWorld world;
    private CodePipelineClient codepipeline;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        codepipeline = cloud.client(CodePipelineClient.class);
        world = PipelineWorld.make(cloud);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private String job() throws InterruptedException {
        return PipelineWorld.job(cloud);
    }

    private static StageDeclaration deploy(@Nullable FailureConditions onFailure) {
        return stage(
                        "Deploy",
                        lambda("Deploy", "deploy")
                                .inputArtifacts(PipelineWorld.input("SourceOutput"))
                                .build())
                .toBuilder()
                .onFailure(onFailure)
                .build();
    }

    @Test
    void retriesAStageOnceByItself() throws Exception {
        String id = world.create(pipeline(
                stage("Source", source()),
                deploy(FailureConditions.builder()
                        .result(Result.RETRY)
                        .retryConfiguration(c -> c.retryMode(StageRetryMode.ALL_ACTIONS))
                        .build())));
        assertThat(world.state("Deploy").retryStageMetadata()).isNull();
        world.fail(job());

        String second = job();
        assertThat(world.state("Deploy").retryStageMetadata())
                .isEqualTo(RetryStageMetadata.builder()
                        .autoStageRetryAttempt(1)
                        .latestRetryTrigger(RetryTrigger.AUTOMATED_STAGE_RETRY)
                        .build());
        world.fail(second);

        world.await(id, PipelineExecutionStatus.FAILED);
        codepipeline.retryStageExecution(r -> r.pipelineName(NAME)
                .stageName("Deploy")
                .pipelineExecutionId(id)
                .retryMode(StageRetryMode.FAILED_ACTIONS));
        world.fail(job());
        world.await(id, PipelineExecutionStatus.FAILED);
        assertThat(world.state("Deploy").retryStageMetadata())
                .isEqualTo(RetryStageMetadata.builder()
                        .autoStageRetryAttempt(1)
                        .manualStageRetryAttempt(1)
                        .latestRetryTrigger(RetryTrigger.MANUAL_STAGE_RETRY)
                        .build());
        assertThat(world.actions(id)).hasSize(4);
        assertThat(codepipeline
                        .listActionExecutions(r -> r.pipelineName(NAME)
                                .filter(f -> f.latestInPipelineExecution(
                                        l -> l.pipelineExecutionId(id).startTimeRange(StartTimeRange.LATEST))))
                        .actionExecutionDetails())
                .hasSize(2);
    }

    @Test
    void rollsAFailedStageBackByItselfToTheNewestGoodExecutionOfItsStructure() throws Exception {
        FailureConditions rollback =
                FailureConditions.builder().result(Result.ROLLBACK).build();
        String first = world.create(pipeline(stage("Source", source()), deploy(rollback)));
        world.fail(job());
        world.await(first, PipelineExecutionStatus.FAILED);
        String good = world.start();
        world.succeed(job());
        world.await(good, PipelineExecutionStatus.SUCCEEDED);
        String bad = world.start();
        world.fail(job());

        String again = job();

        assertThat(world.status(bad)).isEqualTo(PipelineExecutionStatus.FAILED);
        world.succeed(again);
        PipelineExecutionSummary newest = until(
                () -> codepipeline
                        .listPipelineExecutions(r -> r.pipelineName(NAME))
                        .pipelineExecutionSummaries()
                        .get(0),
                summary -> summary.status() == PipelineExecutionStatus.SUCCEEDED);
        assertThat(newest.executionType()).isEqualTo(ExecutionType.ROLLBACK);
        assertThat(newest.rollbackMetadata().rollbackTargetPipelineExecutionId())
                .isEqualTo(good);
        assertThat(newest.trigger().triggerType()).isEqualTo(TriggerType.AUTOMATED_ROLLBACK);
        assertThat(newest.trigger().triggerDetail()).contains(bad);
        assertThat(codepipeline
                        .listPipelineExecutions(r -> r.pipelineName(NAME))
                        .pipelineExecutionSummaries())
                .hasSize(4);
    }

    @Test
    void refusesToRollBackWhatCannotBe() throws Exception {
        String good = world.create(pipeline(stage("Source", source()), deploy(null)));
        world.succeed(job());
        world.await(good, PipelineExecutionStatus.SUCCEEDED);

        assertThatThrownBy(() -> rollBack("Source", good)).hasMessageContaining("You cannot roll back a source stage");
        assertThatThrownBy(() -> rollBack("Nowhere", good)).isInstanceOf(StageNotFoundException.class);
        assertThatThrownBy(() -> rollBack("Deploy", "00000000-0000-0000-0000-000000000000"))
                .isInstanceOf(PipelineExecutionNotFoundException.class);
        String rollback = rollBack("Deploy", good);
        String job = job();
        assertThatThrownBy(() -> rollBack("Deploy", good)).hasMessageContaining("the stage is currently running");
        world.succeed(job);
        world.await(rollback, PipelineExecutionStatus.SUCCEEDED);
        assertThatThrownBy(() -> rollBack("Deploy", rollback)).hasMessageContaining("the target is a rollback itself");
        codepipeline.updatePipeline(r ->
                r.pipeline(pipeline(stage("Source", source()), deploy(null)).build()));
        assertThatThrownBy(() -> rollBack("Deploy", good))
                .isInstanceOf(UnableToRollbackStageException.class)
                .hasMessageContaining("the pipeline version has changed");
    }

    private String rollBack(String stage, String target) {
        return codepipeline
                .rollbackStage(r -> r.pipelineName(NAME).stageName(stage).targetPipelineExecutionId(target))
                .pipelineExecutionId();
    }

    @Test
    void answersForExecutionsThatAreNot() {
        world.createApproved(ExecutionMode.SUPERSEDED);
        String none = "00000000-0000-0000-0000-000000000000";

        assertThatThrownBy(() -> codepipeline.stopPipelineExecution(
                        r -> r.pipelineName(NAME).pipelineExecutionId(none)))
                .isInstanceOf(PipelineExecutionNotStoppableException.class);
        assertThatThrownBy(() -> codepipeline.retryStageExecution(r -> r.pipelineName(NAME)
                        .stageName("Agree")
                        .pipelineExecutionId(none)
                        .retryMode(StageRetryMode.ALL_ACTIONS)))
                .isInstanceOf(NotLatestPipelineExecutionException.class);
        assertThatThrownBy(() -> world.actions(none)).isInstanceOf(PipelineExecutionNotFoundException.class);
    }

    @Test
    void refusesThe51stExecutionThatWouldBeInProgress() {
        world.createApproved(ExecutionMode.QUEUED);
        for (int i = 1; i < 50; i++) {
            world.start();
        }

        assertThatThrownBy(() -> world.start()).isInstanceOf(ConcurrentPipelineExecutionsLimitExceededException.class);

        until(world::agree, state -> state.inboundExecutions().size() == 49);
    }

    @Test
    void holdsAllOfAQueueBeforeADisabledTransition() {
        String first = world.createApproved(ExecutionMode.QUEUED);
        codepipeline.disableStageTransition(r -> r.pipelineName(NAME)
                .stageName("Agree")
                .transitionType("Inbound")
                .reason("freeze"));
        codepipeline.stopPipelineExecution(
                r -> r.pipelineName(NAME).pipelineExecutionId(first).abandon(true));
        String second = world.start();
        String third = world.start();

        until(world::agree, state -> state.inboundExecutions().size() == 2);

        codepipeline.enableStageTransition(
                r -> r.pipelineName(NAME).stageName("Agree").transitionType("Inbound"));
        world.approve("Agree", "Agree", token -> {});
        world.await(second, PipelineExecutionStatus.SUCCEEDED);
        world.approve("Agree", "Agree", token -> {});
        world.await(third, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void takesTheRevisionThatItsStartAsksFor() throws Exception {
        String old = world.upload(Map.of("app.txt", "old"));
        world.upload(Map.of("app.txt", "new"));
        world.s3().putObject(r -> r.bucket(PipelineWorld.BUCKET).key("other.zip"), RequestBody.fromString("zip"));
        world.create(pipeline(
                stage(
                        "Source",
                        source().toBuilder()
                                .namespace("Source")
                                .configuration(Map.of(
                                        "S3Bucket",
                                        PipelineWorld.BUCKET,
                                        "S3ObjectKey",
                                        PipelineWorld.SOURCE,
                                        "PollForSourceChanges",
                                        "false",
                                        "AllowOverrideForS3ObjectKey",
                                        "true"))
                                .build()),
                deploy(null)));
        world.succeed(job());

        String versioned = start(SourceRevisionType.S3_OBJECT_VERSION_ID, old);
        world.succeed(job());
        String keyed = start(SourceRevisionType.S3_OBJECT_KEY, "other.zip");
        world.succeed(job());

        assertThat(world.detail(versioned, "Get").output().outputVariables())
                .containsEntry("VersionId", old)
                .containsEntry("BucketName", PipelineWorld.BUCKET);
        assertThat(world.detail(keyed, "Get").output().outputVariables()).containsEntry("ObjectKey", "other.zip");
        assertThatThrownBy(() -> start(SourceRevisionType.COMMIT_ID, "abc")).hasMessageContaining("COMMIT_ID");
    }

    private String start(SourceRevisionType type, String value) {
        return codepipeline
                .startPipelineExecution(r -> r.name(NAME)
                        .sourceRevisions(SourceRevisionOverride.builder()
                                .actionName("Get")
                                .revisionType(type)
                                .revisionValue(value)
                                .build()))
                .pipelineExecutionId();
    }

    @Test
    void tellsTheRuleThatStartedAnExecution() {
        world.createApproved(ExecutionMode.SUPERSEDED);
        world.token("Agree", "Agree");
        String rule = "arn:aws:events:eu-west-1:123456789012:rule/changed";
        Pipelines.startedBy(cloud.cloud(), new Scope("123456789012", "eu-west-1"), "by-rule", rule);

        String id = codepipeline
                .startPipelineExecution(r -> r.name(NAME).clientRequestToken("by-rule"))
                .pipelineExecutionId();

        ExecutionTrigger trigger = codepipeline
                .getPipelineExecution(r -> r.pipelineName(NAME).pipelineExecutionId(id))
                .pipelineExecution()
                .trigger();
        assertThat(trigger.triggerType()).isEqualTo(TriggerType.CLOUD_WATCH_EVENT);
        assertThat(trigger.triggerDetail()).isEqualTo(rule);
        until(world::agree, state -> state.inboundExecution() != null);
    }

    @Test
    void startsOnceAPolledSourceIsThereAtLast() {
        String first = world.create(pipeline(
                stage(
                        "Source",
                        source().toBuilder()
                                .configuration(Map.of("S3Bucket", PipelineWorld.BUCKET, "S3ObjectKey", "late.zip"))
                                .build()),
                stage("Agree", approval("Agree").build())));
        world.await(first, PipelineExecutionStatus.FAILED);
        assertThat(world.action("Source", "Get")
                        .latestExecution()
                        .errorDetails()
                        .message())
                .contains("late.zip");
        cloud.time().advance(Duration.ofMinutes(1));

        world.s3().putObject(r -> r.bucket(PipelineWorld.BUCKET).key("late.zip"), RequestBody.fromString("zip"));
        cloud.time().advance(Duration.ofMinutes(1));
        cloud.time().advance(Duration.ofMinutes(1));

        assertThat(codepipeline
                        .listPipelineExecutions(r -> r.pipelineName(NAME))
                        .pipelineExecutionSummaries())
                .hasSize(2);
    }

    @Test
    void doesAnActionInItsOwnRole() {
        IamClient iam = cloud.client(IamClient.class);
        iam.createRole(r -> r.roleName("reader")
                .assumeRolePolicyDocument(PipelineWorld.trust("ec2.amazonaws.com")
                        .replace("\"Service\":\"ec2.amazonaws.com\"", "\"AWS\":\"123456789012\"")));
        String denied = world.create(pipeline(
                stage(
                        "Source",
                        source().toBuilder()
                                .roleArn("arn:aws:iam::123456789012:role/none")
                                .build()),
                stage("Agree", approval("Agree").build())));
        world.await(denied, PipelineExecutionStatus.FAILED);
        assertThat(world.action("Source", "Get")
                        .latestExecution()
                        .errorDetails()
                        .message())
                .isEqualTo("CodePipeline is not authorized to perform AssumeRole on role"
                        + " arn:aws:iam::123456789012:role/none");

        codepipeline.updatePipeline(r -> r.pipeline(pipeline(
                        stage(
                                "Source",
                                source().toBuilder()
                                        .roleArn("arn:aws:iam::123456789012:role/reader")
                                        .build()),
                        stage("Agree", approval("Agree").build()))
                .build()));
        String allowed = world.start();

        world.token("Agree", "Agree");
        assertThat(world.detail(allowed, "Get").input().roleArn()).endsWith("role/reader");
    }

    @Test
    void failsAnActionWhoseVariableNobodySet() throws Exception {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage(
                        "Deploy",
                        lambda("Deploy", "deploy").namespace("Deployed").build(),
                        lambda("After", "after")
                                .runOrder(2)
                                .configuration(Map.of("FunctionName", "after", "UserParameters", "#{Deployed.Nothing}"))
                                .build())));
        world.succeed(job());

        world.await(id, PipelineExecutionStatus.FAILED);

        assertThat(world.action("Deploy", "After")
                        .latestExecution()
                        .errorDetails()
                        .message())
                .contains("variables could not be resolved", "Action name=After");
    }

    @Test
    void findsTheOutputThatAFunctionUploaded() throws Exception {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage(
                        "Deploy",
                        lambda("Deploy", "deploy")
                                .outputArtifacts(PipelineWorld.output("Report"))
                                .build()),
                stage(
                        "After",
                        lambda("After", "after")
                                .inputArtifacts(PipelineWorld.input("Report"))
                                .build())));
        String first = job();
        S3ArtifactLocation made = location(first, JobData::outputArtifacts);
        world.s3().putObject(r -> r.bucket(made.bucketName()).key(made.objectKey()), RequestBody.fromString("zip"));
        world.succeed(first);

        String second = job();

        assertThat(location(second, JobData::inputArtifacts)).isEqualTo(made);
        assertThat(made.objectKey()).matches("fraud-detection-pipe/Report/[A-Za-z0-9]{7}\\.zip");
        world.succeed(second);
        world.await(id, PipelineExecutionStatus.SUCCEEDED);
    }

    private S3ArtifactLocation location(String job, Function<JobData, List<Artifact>> artifacts) {
        return artifacts
                .apply(codepipeline
                        .getJobDetails(r -> r.jobId(job))
                        .jobDetails()
                        .data())
                .get(0)
                .location()
                .s3Location();
    }
}
