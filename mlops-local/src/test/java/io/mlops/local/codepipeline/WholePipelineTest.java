package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.approval;
import static io.mlops.local.codepipeline.PipelineWorld.build;
import static io.mlops.local.codepipeline.PipelineWorld.input;
import static io.mlops.local.codepipeline.PipelineWorld.output;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.LocalAws;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.S3Location;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Pipelines from source to end, called by unmodified SDK clients over HTTP. */
@Timeout(40)
class WholePipelineTest {
    @TempDir
    private Path directory;

    private LocalAws aws;
    private PipelineWorld world;

    @BeforeEach
    void start() {
        aws = LocalAws.builder().directory(directory).start();
        world = PipelineWorld.make(aws);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void passesArtifactsAndVariablesFromSourceToTheEnd() {
        world.project(
                "train",
                "version: 0.2",
                "env: {exported-variables: [SCORE]}",
                "phases: {build: {commands: ['cat app.txt > model.txt', 'SCORE=0.9', 'mkdir out; cp model.txt out/']}}",
                "artifacts: {files: ['out/**/*', model.txt]}");
        world.project(
                "test",
                "version: 0.2",
                "phases: {build: {commands: ['cat \"$CODEBUILD_SRC_DIR_TrainOutput/out/model.txt\" dir/part.txt',"
                        + " 'echo score $SCORE of $EXECUTION', 'echo revision $CODEBUILD_RESOLVED_SOURCE_VERSION']}}");

        String id = world.create(pipeline(
                stage("Source", source().toBuilder().namespace("Src").build()),
                stage(
                        "Train",
                        build("TrainModel", "train")
                                .namespace("Train")
                                .outputArtifacts(output("TrainOutput"))
                                .build()),
                stage(
                        "Test",
                        build("TestModel", "test")
                                .configuration(Map.of(
                                        "ProjectName",
                                        "test",
                                        "PrimarySource",
                                        "SourceOutput",
                                        "EnvironmentVariables",
                                        "[{\"name\":\"SCORE\",\"value\":\"#{Train.SCORE}\"},{\"name\":\"EXECUTION\","
                                                + "\"value\":\"#{codepipeline.PipelineExecutionId}\"}]"))
                                .inputArtifacts(input("TrainOutput"), input("SourceOutput"))
                                .build(),
                        approval("Agree").runOrder(2).build())));
        world.approve("Test", "Agree", token -> assertThat(token).hasSize(36));
        world.await(id, PipelineExecutionStatus.SUCCEEDED);

        PipelineExecution execution = world.codepipeline()
                .getPipelineExecution(
                        r -> r.pipelineName("fraud-detection-pipeline").pipelineExecutionId(id))
                .pipelineExecution();
        String version = execution.artifactRevisions().get(0).revisionId();
        assertThat(execution.trigger().triggerType()).isEqualTo(TriggerType.CREATE_PIPELINE);
        ActionExecutionDetail train = world.detail(id, "TrainModel");
        S3Location artifact = train.output().outputArtifacts().get(0).s3location();
        assertThat(artifact.key()).matches("fraud-detection-pipe/TrainOutpu/[A-Za-z0-9]{7}\\.zip");
        assertThat(Zips.files(world.s3()
                        .getObjectAsBytes(r -> r.bucket(artifact.bucket()).key(artifact.key()))
                        .asByteArray()))
                .containsExactly(Map.entry("model.txt", "the app"), Map.entry("out/model.txt", "the app"));
        assertThat(train.output().outputVariables()).containsExactly(Map.entry("SCORE", "0.9"));
        ActionExecutionDetail test = world.detail(id, "TestModel");
        assertThat(test.input().resolvedConfiguration().get("EnvironmentVariables"))
                .contains("0.9", id);
        Build build = world.codebuild()
                .batchGetBuilds(r -> r.ids(test.output().executionResult().externalExecutionId()))
                .builds()
                .get(0);
        assertThat(build.initiator()).isEqualTo("codepipeline/fraud-detection-pipeline");
        assertThat(directory.resolve("logs/aws/codebuild/test/" + build.logs().streamName() + ".log"))
                .content()
                .contains("the app", "a part", "score 0.9 of " + id, "revision " + version);
        assertThat(world.action("Test", "Agree").latestExecution().lastUpdatedBy())
                .isEqualTo("arn:aws:iam::123456789012:root");
    }

    @Test
    void failsWithTheBuildsOwnCause() {
        world.project("train", "version: 0.2", "phases: {build: {commands: ['exit 3']}}");

        String id = world.create(pipeline(
                stage("Source", source()),
                stage("Train", build("TrainModel", "train").build())));
        world.await(id, PipelineExecutionStatus.FAILED);

        String message = "Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message:"
                + " Error while executing command: exit 3. Reason: exit status 3";
        assertThat(world.action("Train", "TrainModel")
                        .latestExecution()
                        .errorDetails()
                        .message())
                .isEqualTo(message);
        assertThat(world.detail(id, "TrainModel").output().executionResult().externalExecutionSummary())
                .isEqualTo(message);
    }

    @Test
    void failsTheSourceOfABucketThatIsNotVersionedOrHasNoSuchKey() {
        world.s3().deleteObject(r -> r.bucket(PipelineWorld.BUCKET).key(PipelineWorld.SOURCE));
        String missing = world.create(pipeline(
                stage("Source", source()), stage("Agree", approval("Agree").build())));
        world.await(missing, PipelineExecutionStatus.FAILED);
        world.s3()
                .putBucketVersioning(r -> r.bucket(PipelineWorld.BUCKET)
                        .versioningConfiguration(v -> v.status(BucketVersioningStatus.SUSPENDED)));
        String unversioned = world.start();
        world.await(unversioned, PipelineExecutionStatus.FAILED);

        assertThat(world.detail(missing, "Get")
                        .output()
                        .executionResult()
                        .errorDetails()
                        .message())
                .contains("source/app.zip was not found");
        assertThat(world.detail(unversioned, "Get")
                        .output()
                        .executionResult()
                        .errorDetails()
                        .message())
                .contains("artifacts is not versioned");
    }

    @Test
    void failsABuildWhoseBuildspecIsNotInItsPrimarySource() {
        world.project("test", "buildspecs/buildspec-test.yml");

        String id = world.create(pipeline(
                stage("Source", source()),
                stage("Test", build("TestModel", "test").build())));
        world.await(id, PipelineExecutionStatus.FAILED);

        assertThat(world.action("Test", "TestModel")
                        .latestExecution()
                        .errorDetails()
                        .message())
                .matches("Build terminated with state: FAILED. Phase: DOWNLOAD_SOURCE, Code: YAML_FILE_ERROR, Message:"
                        + " stat .*/src/buildspecs/buildspec-test.yml: no such file or directory");
    }
}
