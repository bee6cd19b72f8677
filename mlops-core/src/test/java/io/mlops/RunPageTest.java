package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.apply.ApplyListener;
import io.mlops.run.ExecutionFailedException;
import io.mlops.run.ExecutionResult;
import io.mlops.run.PipelineExecution;
import io.mlops.run.PipelineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
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
    void startsAwaitsApprovesAndLooks() {
        keepSourcesAndApproval();
        RequestBody zip = RequestBody.fromString("source");

        String version = aws.s3()
                .putObject(r -> r.bucket(pipeline.names(aws).bucket()).key("source/fraud.zip"), zip)
                .versionId();
        PipelineExecution execution = pipeline.startedBy(aws, version);

        awaitApproval();
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
    void startsStops() {
        keepSourcesAndApproval();
        upload("one");
        PipelineExecution execution = pipeline.start(aws, Map.of("data-version", "2026-11"));
        awaitApproval();

        execution.stopAndWait("the data was wrong");
        pipeline.approve(aws, "release", "let it end");

        assertThatThrownBy(() -> await(execution)).hasMessageContaining("Stopped");
    }

    @Test
    void rejectsRetriesAndRollsBack() {
        keepSourcesAndApproval();
        PipelineExecution good = pipeline.startedBy(aws, upload("one"));
        awaitApproval();
        pipeline.approve(aws, "release", "good");
        await(good);
        PipelineExecution execution = pipeline.startedBy(aws, upload("two"));
        awaitApproval();

        pipeline.reject(aws, "release", "worse on small amounts");
        assertThatThrownBy(() -> await(execution)).isInstanceOf(ExecutionFailedException.class);
        execution.retry("Approve-release", StageRetryMode.FAILED_ACTIONS);
        awaitApproval();
        pipeline.reject(aws, "release", "still");
        assertThatThrownBy(() -> await(execution)).isInstanceOf(ExecutionFailedException.class);

        PipelineExecution back = pipeline.rollBack(aws, "release", good.id());
        awaitApproval();
        pipeline.approve(aws, "release", "back");
        await(back);
        assertThat(back.id()).isNotEqualTo(good.id());
    }

    private void keepSourcesAndApproval() {
        PipelineDeclaration applied =
                aws.codePipeline().getPipeline(r -> r.name("fraud")).pipeline();
        List<StageDeclaration> kept = applied.stages().stream()
                .filter(stage -> stage.name().equals("Source") || stage.name().equals("Approve-release"))
                .toList();
        aws.codePipeline()
                .updatePipeline(r -> r.pipeline(applied.toBuilder().stages(kept).build()));
    }

    private String upload(String content) {
        return aws.s3()
                .putObject(
                        r -> r.bucket(pipeline.names(aws).bucket()).key("source/fraud.zip"),
                        RequestBody.fromString(content))
                .versionId();
    }

    private void awaitApproval() {
        while (pipeline.status(aws).stages().stream().noneMatch(PipelineStatus.Stage::waitsForApproval)) {
            Thread.onSpinWait();
        }
    }

    private static void await(PipelineExecution execution) {
        execution.await(event -> {}, execution.options().every(Duration.ofMillis(50)));
    }
}
