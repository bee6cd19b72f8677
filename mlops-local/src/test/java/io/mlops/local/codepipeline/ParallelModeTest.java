package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.NAME;
import static io.mlops.local.codepipeline.PipelineWorld.approval;
import static io.mlops.local.codepipeline.PipelineWorld.lambda;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotStoppableException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageNotRetryableException;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.UnableToRollbackStageException;

/** What is done to one of several executions that are in the same stage (PARALLEL). */
@Timeout(40)
class ParallelModeTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private PipelineWorld world;
    private CodePipelineClient codepipeline;

    private String first = "";
    private String firstJob = "";
    private String second = "";
    private String secondJob = "";

    /** Two executions are in the stage Deploy, after which a person is asked. */
    @BeforeEach
    void start() throws InterruptedException {
        cloud = new HeldCloud(directory);
        codepipeline = cloud.client(CodePipelineClient.class);
        world = PipelineWorld.make(cloud);
        first = world.create(pipeline(
                        stage("Source", source()),
                        stage("Deploy", lambda("Deploy", "deploy").build()),
                        stage("Agree", approval("Agree").build()))
                .executionMode(ExecutionMode.PARALLEL));
        firstJob = PipelineWorld.job(cloud);
        second = world.start();
        secondJob = PipelineWorld.job(cloud);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void retry(String id) {
        codepipeline.retryStageExecution(r -> r.pipelineName(NAME)
                .stageName("Deploy")
                .pipelineExecutionId(id)
                .retryMode(StageRetryMode.FAILED_ACTIONS));
    }

    private ActionExecutionStatus deployed(String id) {
        return world.detail(id, "Deploy").status();
    }

    @Test
    void retriesTheStageOfAnOlderExecutionBesideANewerOne() throws InterruptedException {
        world.fail(firstJob);
        world.await(first, PipelineExecutionStatus.FAILED);

        retry(first);

        String again = PipelineWorld.job(cloud);
        assertThat(world.status(first)).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        assertThat(deployed(second)).isEqualTo(ActionExecutionStatus.IN_PROGRESS);
        assertThatThrownBy(() -> retry(first)).isInstanceOf(StageNotRetryableException.class);
        world.succeed(again);
        world.succeed(secondJob);
        PipelineWorld.until(() -> deployed(first), ActionExecutionStatus.SUCCEEDED::equals);
        PipelineWorld.until(() -> deployed(second), ActionExecutionStatus.SUCCEEDED::equals);
        assertThat(world.actions(first))
                .filteredOn(run -> run.actionName().equals("Deploy"))
                .extracting(ActionExecutionDetail::status)
                .containsExactlyInAnyOrder(ActionExecutionStatus.FAILED, ActionExecutionStatus.SUCCEEDED);
    }

    @Test
    void stopsOneAndWaitsForWhatItRuns() {
        codepipeline.stopPipelineExecution(r -> r.pipelineName(NAME).pipelineExecutionId(first));

        assertThat(world.status(first)).isEqualTo(PipelineExecutionStatus.STOPPING);
        assertThat(world.status(second)).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        world.succeed(firstJob);
        world.await(first, PipelineExecutionStatus.STOPPED);
        assertThat(deployed(first)).isEqualTo(ActionExecutionStatus.SUCCEEDED);
        assertThat(world.actions(first)).extracting("actionName").doesNotContain("Agree");
        world.succeed(secondJob);
        world.approve("Agree", "Agree", token -> {});
        world.await(second, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void abandonsOneAndNotTheOther() throws InterruptedException {
        codepipeline.stopPipelineExecution(
                r -> r.pipelineName(NAME).pipelineExecutionId(first).abandon(true));

        assertThat(world.status(first)).isEqualTo(PipelineExecutionStatus.STOPPED);
        assertThat(deployed(first)).isEqualTo(ActionExecutionStatus.ABANDONED);
        assertThatThrownBy(() -> world.succeed(firstJob)).isInstanceOf(InvalidJobStateException.class);
        assertThatThrownBy(() -> codepipeline.stopPipelineExecution(
                        r -> r.pipelineName(NAME).pipelineExecutionId(first)))
                .isInstanceOf(PipelineExecutionNotStoppableException.class);
        assertThat(world.status(second)).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        assertThat(deployed(second)).isEqualTo(ActionExecutionStatus.IN_PROGRESS);

        retry(first);
        world.succeed(PipelineWorld.job(cloud));
        world.succeed(secondJob);

        PipelineWorld.until(() -> deployed(first), ActionExecutionStatus.SUCCEEDED::equals);
        PipelineWorld.until(() -> deployed(second), ActionExecutionStatus.SUCCEEDED::equals);
    }

    @Test
    void asksAPersonForEachExecution() {
        world.succeed(firstJob);
        world.succeed(secondJob);
        PipelineWorld.until(() -> world.actions(first), runs -> runs.size() == 3);
        PipelineWorld.until(() -> world.actions(second), runs -> runs.size() == 3);

        world.approve("Agree", "Agree", token -> {});
        PipelineWorld.until(
                () -> world.status(first) == PipelineExecutionStatus.SUCCEEDED
                        ^ world.status(second) == PipelineExecutionStatus.SUCCEEDED,
                one -> one);
    }

    @Test
    void rollsNothingBack() {
        world.succeed(firstJob);
        PipelineWorld.until(() -> deployed(first), ActionExecutionStatus.SUCCEEDED::equals);

        assertThatThrownBy(() -> codepipeline.rollbackStage(
                        r -> r.pipelineName(NAME).stageName("Deploy").targetPipelineExecutionId(first)))
                .isInstanceOf(UnableToRollbackStageException.class)
                .hasMessageContaining("PARALLEL");
    }
}
