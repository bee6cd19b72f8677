package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.apply.ApplyListener;
import io.mlops.run.ExecutionFailedException;
import io.mlops.run.ExecutionResult;
import io.mlops.run.PipelineExecution;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;

/**
 * Runs {@code docs/run.md}: the program with the whole pipeline, the snippets with its sources and an approval, since
 * nothing trains here.
 */
@Timeout(120)
class RunPageTest extends PageTest {
    private MlopsPipeline pipeline;

    RunPageTest() {
        super("run.md");
    }

    @BeforeEach
    void apply() {
        pipeline = PageDescriptions.fraud(jars)
                .approval("release", a -> {})
                .variable("data-version", "2026-10")
                .build();
        pipeline.apply(aws, ApplyListener.NONE);
    }

    @Test
    void runsAndSaysWhatFailed() throws IOException {
        program("Run");
        Files.writeString(directory.resolve("pipeline.json"), pipeline.toJson());

        Command.Output output = run("run");

        page.shows("failed", output.text());
        assertThat(output.status()).isEqualTo(1);
    }

    @Test
    void startsAwaitsApprovesAndLooks() throws InterruptedException {
        ReleasePipeline release = ReleasePipeline.of(aws, pipeline);
        RequestBody zip = RequestBody.fromString("source");

        String version = aws.s3()
                .putObject(r -> r.bucket(pipeline.names(aws).bucket()).key("source/fraud.zip"), zip)
                .versionId();
        PipelineExecution execution = pipeline.startedBy(aws, version);

        release.awaitApproval();
        System.out.println(pipeline.status(aws));
        List<String> lines = execution.logs("Train", "Train");
        shows("status");
        assertThat(lines).isEmpty();

        pipeline.approve(aws, "release", "better on November's data");
        ExecutionResult result = execution.await(
                System.out::println,
                execution.options().every(Duration.ofSeconds(1)).followingLogs());
        result.stages().forEach(stage -> System.out.println(stage.name() + " " + stage.status()));
        shows("await");
    }

    @Test
    void startsStops() throws InterruptedException {
        ReleasePipeline release = ReleasePipeline.of(aws, pipeline);
        release.upload("one");
        PipelineExecution execution = pipeline.start(aws, Map.of("data-version", "2026-11"));
        release.awaitApproval();

        execution.stopAndWait("the data was wrong");
        pipeline.approve(aws, "release", "let it end");

        assertThatThrownBy(() -> ReleasePipeline.await(execution)).hasMessageContaining("Stopped");
    }

    @Test
    void rejectsRetriesAndRollsBack() throws InterruptedException {
        ReleasePipeline release = ReleasePipeline.of(aws, pipeline);
        PipelineExecution good = pipeline.startedBy(aws, release.upload("one"));
        release.awaitApproval();
        pipeline.approve(aws, "release", "good");
        ReleasePipeline.await(good);
        PipelineExecution execution = pipeline.startedBy(aws, release.upload("two"));
        release.awaitApproval();

        pipeline.reject(aws, "release", "worse on small amounts");
        assertThatThrownBy(() -> ReleasePipeline.await(execution)).isInstanceOf(ExecutionFailedException.class);
        execution.retry("Approve-release", StageRetryMode.FAILED_ACTIONS);
        release.awaitApproval();
        pipeline.reject(aws, "release", "still");
        assertThatThrownBy(() -> ReleasePipeline.await(execution)).isInstanceOf(ExecutionFailedException.class);

        PipelineExecution back = pipeline.rollBack(aws, "release", good.id());
        release.awaitApproval();
        pipeline.approve(aws, "release", "back");
        ReleasePipeline.await(back);
        assertThat(back.id()).isNotEqualTo(good.id());
    }
}
