package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.approval;
import static io.mlops.local.codepipeline.PipelineWorld.build;
import static io.mlops.local.codepipeline.PipelineWorld.lambda;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.codebuild.FaultyCloud;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ErrorDetails;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** What becomes of an action when the emulator itself meets a fault. */
@Timeout(20)
class ActionFaultTest {
    private static final ErrorDetails INTERNAL = ErrorDetails.builder()
            .code("InternalError")
            .message("The action failed because of an internal error")
            .build();

    @TempDir
    private Path directory;

    private FaultyCloud cloud;
    private PipelineWorld world;

    @BeforeEach
    void start() {
        cloud = new FaultyCloud(directory, "");
        world = PipelineWorld.make(
                cloud.client(CodePipelineClient.class),
                cloud.client(CodeBuildClient.class),
                cloud.client(S3Client.class),
                cloud.client(IamClient.class));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private ErrorDetails error(String stage, String action) {
        return world.action(stage, action).latestExecution().errorDetails();
    }

    private static String job(InvokeRequest request) {
        return request.payload().asUtf8String().replaceAll("(?s).*?\"id\":\"([^\"]*)\".*", "$1");
    }

    private String createApproved() {
        return world.create(pipeline(
                stage("Source", source()), stage("Agree", approval("Agree").build())));
    }

    @Test
    void failsAnActionWhoseStartThrowsAnError() {
        cloud.breaks("GetBucketVersioning");

        String id = createApproved();

        world.await(id, PipelineExecutionStatus.FAILED);
        assertThat(error("Source", "Get")).isEqualTo(INTERNAL);
        assertThat(cloud.logged()).contains("action Get met a fault", "NoClassDefFoundError: GetBucketVersioning");
    }

    @Test
    void failsAnActionWhoseBuildEndsInAnError() {
        world.project("broken", "not a buildspec");
        cloud.breaks("BatchGetBuilds");

        String id = world.create(pipeline(
                stage("Source", source()),
                stage("Build", build("Build", "broken").build())));

        world.await(id, PipelineExecutionStatus.FAILED);
        assertThat(error("Build", "Build")).isEqualTo(INTERNAL);
    }

    @Test
    void failsAnActionWhoseContinuationThrowsAnError() throws Exception {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage("Deploy", lambda("Deploy", "deploy").build())));
        InvokeRequest request = cloud.invocations().poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        cloud.breaks("Invoke");

        world.codepipeline().putJobSuccessResult(r -> r.jobId(job(request)).continuationToken("again"));

        world.await(id, PipelineExecutionStatus.FAILED);
        assertThat(error("Deploy", "Deploy")).isEqualTo(INTERNAL);
    }

    @Test
    void saysNothingOfAnActionThatTheEndCutsOff() {
        cloud.ends("GetBucketVersioning");

        String id = createApproved();

        world.await(id, PipelineExecutionStatus.FAILED);
        assertThat(cloud.logged()).isEmpty();
    }
}
