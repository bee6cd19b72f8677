package io.mlops;

import io.mlops.aws.Aws;
import io.mlops.run.PipelineExecution;
import io.mlops.run.PipelineStatus;
import java.time.Duration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;

/** An applied pipeline of which only the sources and the approval are left, so that executions take no build. */
final class ReleasePipeline {
    static final String STAGE = "Approve-release";

    private final Aws aws;
    private final MlopsPipeline pipeline;

    private ReleasePipeline(Aws aws, MlopsPipeline pipeline) {
        this.aws = aws;
        this.pipeline = pipeline;
    }

    /** Leaves the other stages out of a pipeline called {@code fraud} with an approval called {@code release}. */
    static ReleasePipeline of(Aws aws, MlopsPipeline pipeline) {
        PipelineDeclaration applied =
                aws.codePipeline().getPipeline(r -> r.name("fraud")).pipeline();
        aws.codePipeline()
                .updatePipeline(r -> r.pipeline(applied.toBuilder()
                        .stages(applied.stages().stream()
                                .filter(stage -> stage.name().equals("Source")
                                        || stage.name().equals(STAGE))
                                .toList())
                        .build()));
        return new ReleasePipeline(aws, pipeline);
    }

    /** Gives the version of the source, by which the execution that it starts is found. */
    String upload(String content) {
        return aws.s3()
                .putObject(
                        r -> r.bucket(pipeline.names(aws).bucket()).key("source/fraud.zip"),
                        RequestBody.fromString(content))
                .versionId();
    }

    void awaitApproval() throws InterruptedException {
        while (pipeline.status(aws).stages().stream().noneMatch(PipelineStatus.Stage::waitsForApproval)) {
            Thread.sleep(20);
        }
    }

    static void await(PipelineExecution execution) {
        execution.await(event -> {}, execution.options().every(Duration.ofMillis(50)));
    }
}
