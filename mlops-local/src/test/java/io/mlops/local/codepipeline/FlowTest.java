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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ApprovalAlreadyCompletedException;
import software.amazon.awssdk.services.codepipeline.model.DuplicatedStopRequestException;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;
import software.amazon.awssdk.services.codepipeline.model.NotLatestPipelineExecutionException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotStoppableException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageNotRetryableException;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.codepipeline.model.UnableToRollbackStageException;

/** How executions move, wait, stop, are retried and rolled back. */
@Timeout(40)
class FlowTest {
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

    @Test
    void supersedesTheExecutionThatWaitsWhenANewerOneArrives() {
        String first = world.createApproved(ExecutionMode.SUPERSEDED);
        world.token("Agree", "Agree");
        String second = world.start();
        until(world::agree, state -> state.inboundExecution() != null);

        String third = world.start();

        world.await(second, PipelineExecutionStatus.SUPERSEDED);
        assertThat(world.agree().latestExecution().pipelineExecutionId()).isEqualTo(first);
        world.approve("Agree", "Agree", token -> {});
        until(
                world::agree,
                state -> state.latestExecution().pipelineExecutionId().equals(third));
        world.approve("Agree", "Agree", token -> {});
        world.await(third, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void keepsTheOrderOfQueuedExecutions() {
        String first = world.createApproved(ExecutionMode.QUEUED);
        world.token("Agree", "Agree");
        String second = world.start();
        until(world::agree, state -> state.inboundExecutions().size() == 1);
        String third = world.start();
        until(world::agree, state -> state.inboundExecutions().size() == 2);

        for (String id : new String[] {first, second, third}) {
            until(
                    world::agree,
                    state -> state.latestExecution().pipelineExecutionId().equals(id));
            world.approve("Agree", "Agree", token -> {});
            world.await(id, PipelineExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void runsParallelExecutionsSideBySide() throws Exception {
        String first = world.create(pipeline(
                        stage("Source", source()),
                        stage("Deploy", lambda("Deploy", "deploy").build()))
                .executionMode(ExecutionMode.PARALLEL));
        String firstJob = job();
        String second = world.start();
        String secondJob = job();

        world.succeed(secondJob);

        world.await(second, PipelineExecutionStatus.SUCCEEDED);
        assertThat(world.status(first)).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        world.succeed(firstJob);
        world.await(first, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void holdsExecutionsBeforeADisabledTransition() {
        String id = world.createApproved(ExecutionMode.SUPERSEDED);
        codepipeline.stopPipelineExecution(
                r -> r.pipelineName(NAME).pipelineExecutionId(id).abandon(true));
        codepipeline.disableStageTransition(r -> r.pipelineName(NAME)
                .stageName("Agree")
                .transitionType("Inbound")
                .reason("freeze"));

        String held = world.start();

        until(world::agree, state -> state.inboundExecution() != null);
        assertThat(world.agree().inboundTransitionState().disabledReason()).isEqualTo("freeze");
        codepipeline.enableStageTransition(
                r -> r.pipelineName(NAME).stageName("Agree").transitionType("Inbound"));
        world.approve("Agree", "Agree", token -> {});
        world.await(held, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void stopsAndWaitsForWhatRuns() throws Exception {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage("Deploy", lambda("Deploy", "deploy").build()),
                stage("Agree", approval("Agree").build())));
        String job = job();

        codepipeline.stopPipelineExecution(
                r -> r.pipelineName(NAME).pipelineExecutionId(id).reason("enough"));

        assertThat(world.status(id)).isEqualTo(PipelineExecutionStatus.STOPPING);
        assertThat(codepipeline
                        .getPipelineState(r -> r.name(NAME))
                        .stageStates()
                        .get(1)
                        .latestExecution()
                        .status())
                .isEqualTo(StageExecutionStatus.STOPPING);
        assertThatThrownBy(() -> codepipeline.stopPipelineExecution(
                        r -> r.pipelineName(NAME).pipelineExecutionId(id)))
                .isInstanceOf(DuplicatedStopRequestException.class);
        world.succeed(job);
        world.await(id, PipelineExecutionStatus.STOPPED);
        assertThat(codepipeline
                        .listPipelineExecutions(r -> r.pipelineName(NAME))
                        .pipelineExecutionSummaries()
                        .get(0)
                        .stopTrigger()
                        .reason())
                .isEqualTo("enough");
        assertThatThrownBy(() -> codepipeline.stopPipelineExecution(
                        r -> r.pipelineName(NAME).pipelineExecutionId(id)))
                .isInstanceOf(PipelineExecutionNotStoppableException.class);
    }

    @Test
    void abandonsWhatRunsAndFreesTheStage() {
        String id = world.createApproved(ExecutionMode.SUPERSEDED);
        String token = world.token("Agree", "Agree");

        codepipeline.stopPipelineExecution(
                r -> r.pipelineName(NAME).pipelineExecutionId(id).abandon(true));

        assertThat(world.status(id)).isEqualTo(PipelineExecutionStatus.STOPPED);
        assertThat(world.action("Agree", "Agree").latestExecution().status())
                .isEqualTo(ActionExecutionStatus.ABANDONED);
        assertThatThrownBy(() -> codepipeline.putApprovalResult(r -> r.pipelineName(NAME)
                        .stageName("Agree")
                        .actionName("Agree")
                        .token(token)
                        .result(a -> a.status("Approved").summary("late"))))
                .isInstanceOf(ApprovalAlreadyCompletedException.class);
        String next = world.start();
        world.approve("Agree", "Agree", given -> assertThat(given).isNotEqualTo(token));
        world.await(next, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void retriesTheFailedActionsOfAStageInTheSameExecution() throws Exception {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage(
                        "Deploy",
                        lambda("One", "one").build(),
                        lambda("Two", "two").build(),
                        lambda("After", "after").runOrder(2).build())));
        String one = job();
        String two = job();
        world.fail(one);
        assertThat(world.status(id)).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        world.succeed(two);
        world.await(id, PipelineExecutionStatus.FAILED);

        codepipeline.retryStageExecution(r ->
                r.pipelineName(NAME).stageName("Deploy").pipelineExecutionId(id).retryMode("FAILED_ACTIONS"));

        String again = job();
        assertThatThrownBy(() -> codepipeline.retryStageExecution(r -> r.pipelineName(NAME)
                        .stageName("Deploy")
                        .pipelineExecutionId(id)
                        .retryMode("FAILED_ACTIONS")))
                .isInstanceOf(StageNotRetryableException.class);
        world.succeed(again);
        String after = job();
        world.succeed(after);
        world.await(id, PipelineExecutionStatus.SUCCEEDED);
        assertThat(world.actions(id)).hasSize(5);
    }

    @Test
    void refusesToRetryAnExecutionThatIsNotTheStagesLatest() throws Exception {
        String first = world.create(pipeline(
                stage("Source", source()),
                stage("Deploy", lambda("Deploy", "deploy").build())));
        world.fail(job());
        world.await(first, PipelineExecutionStatus.FAILED);
        world.start();
        job();

        assertThatThrownBy(() -> codepipeline.retryStageExecution(r -> r.pipelineName(NAME)
                        .stageName("Deploy")
                        .pipelineExecutionId(first)
                        .retryMode("FAILED_ACTIONS")))
                .isInstanceOf(NotLatestPipelineExecutionException.class);
    }

    @Test
    void rollsAStageBackWithTheTargetsArtifacts() throws Exception {
        String good = world.create(pipeline(
                stage("Source", source()),
                stage(
                        "Deploy",
                        lambda("Deploy", "deploy")
                                .inputArtifacts(PipelineWorld.input("SourceOutput"))
                                .build())));
        String goodJob = job();
        world.succeed(goodJob);
        world.await(good, PipelineExecutionStatus.SUCCEEDED);
        String bad = world.start();
        world.fail(job());
        world.await(bad, PipelineExecutionStatus.FAILED);

        String rollback = codepipeline
                .rollbackStage(r -> r.pipelineName(NAME).stageName("Deploy").targetPipelineExecutionId(good))
                .pipelineExecutionId();

        String job = job();
        world.succeed(job);
        world.await(rollback, PipelineExecutionStatus.SUCCEEDED);
        PipelineExecution execution = codepipeline
                .getPipelineExecution(r -> r.pipelineName(NAME).pipelineExecutionId(rollback))
                .pipelineExecution();
        assertThat(execution.executionTypeAsString()).isEqualTo("ROLLBACK");
        assertThat(execution.rollbackMetadata().rollbackTargetPipelineExecutionId())
                .isEqualTo(good);
        assertThat(world.detail(rollback, "Deploy").input().inputArtifacts())
                .isEqualTo(world.detail(good, "Deploy").input().inputArtifacts());
        assertThatThrownBy(() -> codepipeline.rollbackStage(
                        r -> r.pipelineName(NAME).stageName("Deploy").targetPipelineExecutionId(bad)))
                .isInstanceOf(UnableToRollbackStageException.class);
    }

    @Test
    void cancelsExecutionsWhenThePipelineIsUpdated() {
        String id = world.createApproved(ExecutionMode.SUPERSEDED);
        world.token("Agree", "Agree");

        int version = codepipeline
                .updatePipeline(r -> r.pipeline(pipeline(
                                stage("Source", source()),
                                stage("Agree", approval("Other").build()))
                        .build()))
                .pipeline()
                .version();

        assertThat(version).isEqualTo(2);
        assertThat(world.status(id)).isEqualTo(PipelineExecutionStatus.CANCELLED);
        assertThat(codepipeline
                        .getPipeline(r -> r.name(NAME).version(1))
                        .pipeline()
                        .version())
                .isEqualTo(1);
    }

    @Test
    void answersAnApprovalOnlyWithItsTokenAndNotAfterItsTime() {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage("Agree", approval("Agree").timeoutInMinutes(5).build())));
        world.token("Agree", "Agree");

        assertThatThrownBy(() -> codepipeline.putApprovalResult(r -> r.pipelineName(NAME)
                        .stageName("Agree")
                        .actionName("Agree")
                        .token("00000000-0000-0000-0000-000000000000")
                        .result(a -> a.status("Approved").summary("guess"))))
                .isInstanceOf(InvalidApprovalTokenException.class);
        cloud.time().advance(Duration.ofMinutes(6));
        assertThat(world.status(id)).isEqualTo(PipelineExecutionStatus.FAILED);
    }

    @Test
    void givesVariablesTheirDefaultsOrTheStartersValuesAndKnowsAToken() throws Exception {
        world.create(pipeline(
                        stage("Source", source()),
                        stage(
                                "Deploy",
                                lambda("Deploy", "deploy")
                                        .configuration(Map.of(
                                                "FunctionName", "deploy", "UserParameters", "#{variables.Stage}"))
                                        .build()))
                .executionMode(ExecutionMode.PARALLEL)
                .variables(PipelineVariableDeclaration.builder()
                        .name("Stage")
                        .defaultValue("staging")
                        .build()));
        job();

        String id = codepipeline
                .startPipelineExecution(r -> r.name(NAME)
                        .clientRequestToken("once")
                        .variables(PipelineVariable.builder()
                                .name("Stage")
                                .value("prod")
                                .build()))
                .pipelineExecutionId();

        job();
        assertThat(world.detail(id, "Deploy").input().resolvedConfiguration()).containsEntry("UserParameters", "prod");
        assertThat(codepipeline
                        .startPipelineExecution(r -> r.name(NAME).clientRequestToken("once"))
                        .pipelineExecutionId())
                .isEqualTo(id);
        assertThatThrownBy(() -> codepipeline.startPipelineExecution(r -> r.name(NAME)
                        .variables(PipelineVariable.builder()
                                .name("Other")
                                .value("x")
                                .build())))
                .hasMessageContaining("Other is not declared");
    }

    @Test
    void startsWhenAPolledSourceChanges() {
        String first = world.create(pipeline(
                stage(
                        "Source",
                        source().toBuilder()
                                .configuration(
                                        Map.of("S3Bucket", PipelineWorld.BUCKET, "S3ObjectKey", PipelineWorld.SOURCE))
                                .build()),
                stage("Agree", approval("Agree").build())));
        world.token("Agree", "Agree");
        cloud.time().advance(Duration.ofMinutes(1));
        assertThat(codepipeline
                        .listPipelineExecutions(r -> r.pipelineName(NAME))
                        .pipelineExecutionSummaries())
                .hasSize(1);

        String version = world.upload(Map.of("app.txt", "newer"));
        cloud.time().advance(Duration.ofMinutes(1));

        assertThat(codepipeline
                        .listPipelineExecutions(r -> r.pipelineName(NAME))
                        .pipelineExecutionSummaries())
                .hasSize(2)
                .first()
                .satisfies(summary -> {
                    assertThat(summary.pipelineExecutionId()).isNotEqualTo(first);
                    assertThat(summary.trigger().triggerType()).isEqualTo(TriggerType.POLL_FOR_SOURCE_CHANGES);
                });
        until(world::agree, state -> state.inboundExecution() != null);
        assertThat(world.action("Source", "Get").currentRevision().revisionId()).isEqualTo(version);
    }
}
