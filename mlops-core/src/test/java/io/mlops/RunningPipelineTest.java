package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.apply.ApplyListener;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.plan.StructureChange;
import io.mlops.run.Approvals;
import io.mlops.run.ExecutionFailedException;
import io.mlops.run.PipelineExecution;
import io.mlops.run.PipelineStatus;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;

/** What a person does with executions: the sources and the approval of a described pipeline, whose other stages are left out. */
@Timeout(60)
class RunningPipelineTest {
    private static final String STAGE = ReleasePipeline.STAGE;

    @TempDir
    private Path directory;

    private LocalAws local;
    private Aws aws;
    private MlopsPipeline pipeline;
    private ReleasePipeline release;

    @BeforeEach
    void start() {
        local = LocalAws.builder().directory(directory.resolve("aws")).start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        pipeline = Descriptions.plain(Descriptions.jars(directory))
                .approval("release", a -> {})
                .build();
        pipeline.apply(aws, ApplyListener.NONE);
        release = ReleasePipeline.of(aws, pipeline);
    }

    @AfterEach
    void stop() {
        aws.close();
        local.close();
    }

    @Test
    void findsWhatAnUploadStartedAndApprovesIt() throws InterruptedException {
        PipelineExecution execution = pipeline.startedBy(aws, release.upload("one"));
        release.awaitApproval();

        PipelineStatus status = pipeline.status(aws);
        assertThat(status.executions().get(0).id()).isEqualTo(execution.id());
        assertThat(status.modelPackageGroup()).contains("Completed");
        assertThat(status.toString()).contains("stage Approve-release: InProgress, waits for approval");
        pipeline.approve(aws, "release", "it is good");

        ReleasePipeline.await(execution);
        assertThat(pipeline.status(aws).stages())
                .extracting(PipelineStatus.Stage::status)
                .containsExactly("Succeeded", "Succeeded");
        assertThat(execution.logs(STAGE, "Approve")).isEmpty();
        assertThatThrownBy(() -> pipeline.approve(aws, "release", "again"))
                .isInstanceOf(Approvals.NoApprovalException.class)
                .hasMessageContaining("no approval waits in stage Approve-release");
    }

    @Test
    void rejectsRetriesAndRollsBack() throws InterruptedException {
        PipelineExecution first = pipeline.startedBy(aws, release.upload("one"));
        release.awaitApproval();
        pipeline.approve(aws, "release", "good");
        ReleasePipeline.await(first);
        PipelineExecution second = pipeline.startedBy(aws, release.upload("two"));
        release.awaitApproval();
        pipeline.reject(aws, "release", "not good enough");
        assertThatThrownBy(() -> ReleasePipeline.await(second))
                .isInstanceOf(ExecutionFailedException.class)
                .hasMessageContaining("Stage Approve-release, action Approve failed");

        second.retry(STAGE, StageRetryMode.FAILED_ACTIONS);
        release.awaitApproval();
        pipeline.reject(aws, "release", "still not");
        assertThatThrownBy(() -> ReleasePipeline.await(second)).isInstanceOf(ExecutionFailedException.class);

        PipelineExecution back = pipeline.rollBack(aws, "release", first.id());
        release.awaitApproval();
        pipeline.approve(aws, "release", "back to the first");
        ReleasePipeline.await(back);
        assertThat(back.id()).isNotIn(first.id(), second.id());

        assertThat(pipeline.plan(aws).structure())
                .as("the stages that were left out come back")
                .isEqualTo(new StructureChange(new TreeMap<>(Map.of(STAGE, 1))))
                .hasToString("its structure changes: no stage can be rolled back to an execution before it any more:"
                        + " Approve-release loses 1 execution");
        aws.codePipeline()
                .updatePipeline(r -> r.pipeline(
                        aws.codePipeline().getPipeline(p -> p.name("fraud")).pipeline()));
        assertThat(pipeline.plan(aws).toString())
                .contains("its structure changes; there is no execution to roll back to that would be lost");
    }

    @Test
    void stopsWhenWhatRunsHasEnded() throws InterruptedException {
        release.upload("one");
        release.awaitApproval();
        PipelineExecution execution =
                pipeline.execution(aws, pipeline.status(aws).executions().get(0).id());

        execution.stopAndWait("enough");
        pipeline.approve(aws, "release", "let it end");

        assertThatThrownBy(() -> ReleasePipeline.await(execution))
                .isInstanceOf(ExecutionFailedException.class)
                .hasMessageContaining("Stopped");
    }

    @Test
    void refusesAVariableThatThePipelineDoesNotHave() {
        assertThatThrownBy(() -> pipeline.start(aws, Map.of("model", "x"))).hasMessageContaining("model");
    }
}
