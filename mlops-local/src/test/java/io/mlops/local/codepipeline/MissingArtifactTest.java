package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.NAME;
import static io.mlops.local.codepipeline.PipelineWorld.action;
import static io.mlops.local.codepipeline.PipelineWorld.build;
import static io.mlops.local.codepipeline.PipelineWorld.input;
import static io.mlops.local.codepipeline.PipelineWorld.lambda;
import static io.mlops.local.codepipeline.PipelineWorld.output;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.S3ArtifactLocation;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * An action that succeeds without its declared output: nobody looks whether it is there, and whoever takes it next finds
 * nothing.
 */
@Timeout(40)
class MissingArtifactTest {
    private static final String NOTHING = "{version: 0.2, phases: {build: {commands: [echo done]}}}";

    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private PipelineWorld world;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        world = PipelineWorld.make(cloud);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private ActionDeclaration take(String project) {
        world.project(project, NOTHING);
        return action("Take", ActionCategory.BUILD, "CodeBuild", Map.of("ProjectName", project))
                .inputArtifacts(input("Made"))
                .build();
    }

    private String error(String action) {
        return world.action("Use", action).latestExecution().errorDetails().message();
    }

    @Test
    void failsTheBuildThatTakesWhatAnotherBuildDidNotMake() {
        world.project("make", NOTHING);
        String id = world.create(pipeline(
                stage("Source", source()),
                stage(
                        "Make",
                        build("Make", "make").outputArtifacts(output("Made")).build()),
                stage("Use", take("take"))));

        world.await(id, PipelineExecutionStatus.FAILED);

        assertThat(world.detail(id, "Make").status()).isEqualTo(ActionExecutionStatus.SUCCEEDED);
        assertThat(error("Take"))
                .startsWith(
                        "Build terminated with state: FAILED. Phase: DOWNLOAD_SOURCE, Code: CLIENT_ERROR, Message: ")
                .contains("NoSuchKey", NAME.substring(0, 20) + "/Made/");
    }

    @Test
    void failsTheBuildThatTakesWhatAFunctionDidNotUpload() throws InterruptedException {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage(
                        "Make",
                        lambda("Make", "make").outputArtifacts(output("Made")).build()),
                stage("Use", take("take"))));
        world.succeed(PipelineWorld.job(cloud));

        world.await(id, PipelineExecutionStatus.FAILED);

        assertThat(world.detail(id, "Make").status()).isEqualTo(ActionExecutionStatus.SUCCEEDED);
        assertThat(error("Take")).contains("Phase: DOWNLOAD_SOURCE", "NoSuchKey");
    }

    @Test
    void sendsAFunctionThePlaceWhereNothingIs() throws InterruptedException {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage(
                        "Make",
                        lambda("Make", "make").outputArtifacts(output("Made")).build()),
                stage(
                        "Use",
                        lambda("Take", "take").inputArtifacts(input("Made")).build())));
        world.succeed(PipelineWorld.job(cloud));
        String job = PipelineWorld.job(cloud);

        S3ArtifactLocation place = world.codepipeline()
                .getJobDetails(r -> r.jobId(job))
                .jobDetails()
                .data()
                .inputArtifacts()
                .get(0)
                .location()
                .s3Location();

        assertThatThrownBy(() ->
                        world.s3().headObject(r -> r.bucket(place.bucketName()).key(place.objectKey())))
                .isInstanceOf(NoSuchKeyException.class);
        world.fail(job);
        world.await(id, PipelineExecutionStatus.FAILED);
    }
}
