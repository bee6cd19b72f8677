package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.apply.ApplyListener;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.plan.Change;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import io.mlops.run.ExecutionFailedException;
import io.mlops.run.PipelineExecution;
import io.mlops.teardown.ResidueReport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apply, plan, run and destroy against the emulator, with jars that hold nothing. */
class LocalPipelineTest {
    private static final String IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/trainer:1";

    @TempDir
    private Path directory;

    private LocalAws local;
    private Aws aws;

    @BeforeEach
    void start() {
        local = LocalAws.builder().directory(directory.resolve("aws")).start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
    }

    @AfterEach
    void stop() {
        aws.close();
        local.close();
    }

    private MlopsPipeline pipeline(String instanceType) {
        return MlopsPipelineBuilder.named("fraud")
                .source(s -> s.s3("source/source.zip"))
                .training(t -> t.image(IMAGE).instanceType(instanceType).channel("training", "data/"))
                .modelPackageGroup("fraud-models")
                .test(t -> t.instanceType("ml.m5.large").suite("model-test.yml"))
                .deploy("production", d -> d.endpoint("fraud").instanceType("ml.m5.large"))
                .tools(Descriptions.jars(directory))
                .build();
    }

    @Test
    void appliesOnceChangesWhatChangedAndDestroysWithoutResidue() {
        MlopsPipeline pipeline = pipeline("ml.m5.large");

        pipeline.apply(aws, ApplyListener.NONE);

        assertThat(pipeline.plan(aws).isEmpty())
                .as(pipeline.plan(aws).toString())
                .isTrue();
        assertThat(pipeline.apply(aws, ApplyListener.NONE).isEmpty()).isTrue();

        MlopsPipeline larger = pipeline("ml.m5.xlarge");
        assertThat(larger.apply(aws, ApplyListener.NONE).of(Change.Update.class))
                .extracting(Change.Update::id)
                .containsExactly(new ResourceId(ResourceType.OBJECT, "settings/settings.zip"));
        assertThat(larger.plan(aws).isEmpty()).isTrue();

        ResidueReport report = larger.destroy(aws, ApplyListener.NONE);

        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(report.removed()).hasSize(20);
        assertThat(aws.s3().listBuckets().buckets()).isEmpty();
        assertThat(aws.iam().listRoles().roles()).isEmpty();
        assertThat(aws.logs().describeLogGroups().logGroups()).isEmpty();
        assertThat(larger.destroy(aws, ApplyListener.NONE).removed()).isEmpty();
    }

    @Test
    void stopsTheExecutionThatCreationStartsAndExplainsOneThatFails() {
        MlopsPipeline pipeline = pipeline("ml.m5.large");
        pipeline.apply(aws, ApplyListener.NONE);

        assertThat(aws.codePipeline()
                        .listPipelineExecutions(r -> r.pipelineName("fraud"))
                        .pipelineExecutionSummaries())
                .hasSize(1)
                .noneMatch(execution -> execution.statusAsString().equals("InProgress"));
        PipelineExecution execution = pipeline.start(aws);
        assertThatThrownBy(
                        () -> execution.await(event -> {}, execution.options().every(Duration.ofMillis(50))))
                .isInstanceOf(ExecutionFailedException.class)
                .hasMessageContaining("Stage Source, action Source failed: ")
                .hasMessageContaining("source/source.zip");
    }
}
