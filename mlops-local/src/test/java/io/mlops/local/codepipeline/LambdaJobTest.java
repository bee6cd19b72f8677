package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.input;
import static io.mlops.local.codepipeline.PipelineWorld.lambda;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.JobDetails;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.OutputVariablesSizeExceededException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;

@Timeout(40)
class LambdaJobTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

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

    private static StageDeclaration deploy() {
        return stage(
                "Deploy",
                lambda("Deploy", "deploy")
                        .configuration(Map.of(
                                "FunctionName",
                                "deploy",
                                "UserParameters",
                                "{\"execution\":\"#{codepipeline.PipelineExecutionId}\"}"))
                        .inputArtifacts(input("SourceOutput"))
                        .namespace("Deployed")
                        .build());
    }

    private JsonNode job() throws Exception {
        InvokeRequest request = PipelineWorld.invocation(cloud);
        assertThat(request.invocationType()).isEqualTo(InvocationType.EVENT);
        return JSON.readTree(request.payload().asUtf8String()).path("CodePipeline.job");
    }

    @Test
    void tellsTheFunctionWhatAwsTellsIt() throws Exception {
        String id = world.create(pipeline(stage("Source", source()), deploy()));

        JsonNode job = job();

        assertThat(job.path("accountId").asText()).isEqualTo("123456789012");
        JsonNode data = job.path("data");
        assertThat(data.path("actionConfiguration")
                        .path("configuration")
                        .path("UserParameters")
                        .asText())
                .isEqualTo("{\"execution\":\"" + id + "\"}");
        JsonNode input = data.path("inputArtifacts").path(0);
        assertThat(input.path("name").asText()).isEqualTo("SourceOutput");
        assertThat(input.path("location").path("type").asText()).isEqualTo("S3");
        assertThat(input.path("location").path("s3Location").path("bucketName").asText())
                .isEqualTo("artifacts");
        assertThat(data.path("artifactCredentials").path("sessionToken").asText())
                .isNotEmpty();
        assertThat(data.has("continuationToken")).isFalse();
        assertThat(data.has("encryptionKey")).isFalse();
        JobDetails details = codepipeline
                .getJobDetails(r -> r.jobId(job.path("id").asText()))
                .jobDetails();
        assertThat(details.data().pipelineContext().pipelineExecutionId()).isEqualTo(id);
    }

    @Test
    void continuesAsANewJobUntilTheResultIsPut() throws Exception {
        String id = world.create(pipeline(stage("Source", source()), deploy()));
        String first = job().path("id").asText();
        codepipeline.putJobSuccessResult(r -> r.jobId(first)
                .continuationToken("{\"step\":2}")
                .executionDetails(d -> d.summary("half").percentComplete(50)));

        JsonNode second = job();

        assertThat(second.path("id").asText()).isNotEqualTo(first);
        assertThat(second.path("data").path("continuationToken").asText()).isEqualTo("{\"step\":2}");
        assertThat(world.action("Deploy", "Deploy").latestExecution().summary()).isEqualTo("half");
        assertThatThrownBy(() -> codepipeline.putJobSuccessResult(r -> r.jobId(first)))
                .isInstanceOf(InvalidJobStateException.class);
        codepipeline.putJobSuccessResult(
                r -> r.jobId(second.path("id").asText()).outputVariables(Map.of("EndpointName", "fraud-prod")));
        world.await(id, PipelineExecutionStatus.SUCCEEDED);
        assertThat(world.detail(id, "Deploy").output().outputVariables())
                .containsExactly(Map.entry("EndpointName", "fraud-prod"));
        assertThatThrownBy(() -> codepipeline.putJobFailureResult(r -> r.jobId(
                                second.path("id").asText())
                        .failureDetails(f -> f.type(FailureType.JOB_FAILED).message("late"))))
                .isInstanceOf(InvalidJobStateException.class);
    }

    @Test
    void failsWithWhatTheFunctionSays() throws Exception {
        String id = world.create(pipeline(stage("Source", source()), deploy()));
        String job = job().path("id").asText();

        codepipeline.putJobFailureResult(r -> r.jobId(job)
                .failureDetails(f -> f.type(FailureType.CONFIGURATION_ERROR).message("the package is not approved")));

        world.await(id, PipelineExecutionStatus.FAILED);
        assertThat(world.action("Deploy", "Deploy").latestExecution().errorDetails())
                .hasToString("ErrorDetails(Code=ConfigurationError, Message=the package is not approved)");
    }

    @Test
    void refusesWrongResults() throws Exception {
        world.create(pipeline(stage("Source", source()), deploy()));
        String job = job().path("id").asText();

        assertThatThrownBy(() -> codepipeline.putJobSuccessResult(r -> r.jobId("00000000-0000-0000-0000-000000000000")))
                .isInstanceOf(JobNotFoundException.class);
        assertThatThrownBy(() -> codepipeline.putJobSuccessResult(
                        r -> r.jobId(job).outputVariables(Map.of("Big", "x".repeat(122_880)))))
                .isInstanceOf(OutputVariablesSizeExceededException.class);
        assertThatThrownBy(
                        () -> codepipeline.putJobSuccessResult(r -> r.jobId(job).continuationToken("x".repeat(2049))))
                .hasMessageContaining("continuationToken");
        assertThatThrownBy(() ->
                        codepipeline.putJobFailureResult(r -> r.jobId(job).failureDetails(f -> f.message("no type"))))
                .hasMessageContaining("failureDetails.type");
        assertThatThrownBy(() -> codepipeline.putJobFailureResult(r ->
                        r.jobId(job).failureDetails(f -> f.type("JobFailed").message(""))))
                .isNotInstanceOf(CodePipelineException.class)
                .hasMessageContaining("failureDetails.message");
    }

    @Test
    void keepsTheRevisionThatAFunctionNames() throws Exception {
        String id = world.create(pipeline(stage("Source", source()), deploy()));
        String job = job().path("id").asText();

        codepipeline.putJobSuccessResult(r -> r.jobId(job)
                .currentRevision(c -> c.revision("7").changeIdentifier("model-package"))
                .executionDetails(
                        d -> d.externalExecutionId("endpoint-1").summary("done").percentComplete(100)));

        world.await(id, PipelineExecutionStatus.SUCCEEDED);
        assertThat(world.action("Deploy", "Deploy").currentRevision().revisionId())
                .isEqualTo("7");
        assertThat(world.action("Deploy", "Deploy").latestExecution().percentComplete())
                .isEqualTo(100);
        assertThat(world.detail(id, "Deploy").output().executionResult().externalExecutionId())
                .isEqualTo("endpoint-1");
    }

    @Test
    void failsWithoutAnAnswerIn20MinutesOr24Hours() throws Exception {
        String silent = world.create(pipeline(stage("Source", source()), deploy()));
        job();
        cloud.time().advance(Duration.ofMinutes(19));
        assertThat(world.status(silent)).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        cloud.time().advance(Duration.ofMinutes(2));
        assertThat(world.status(silent)).isEqualTo(PipelineExecutionStatus.FAILED);

        String endless = world.start();
        for (int minutes = 0; minutes < 24 * 60; minutes += 19) {
            assertThat(world.status(endless)).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
            String job = job().path("id").asText();
            codepipeline.putJobSuccessResult(r -> r.jobId(job).continuationToken("again"));
            cloud.time().advance(Duration.ofMinutes(19));
        }
        assertThat(world.status(endless)).isEqualTo(PipelineExecutionStatus.FAILED);
        assertThat(world.action("Deploy", "Deploy")
                        .latestExecution()
                        .errorDetails()
                        .message())
                .startsWith("The AWS Lambda function deploy failed to return a result.");
    }

    @Test
    void failsWhereTheFunctionDoesNotExist() {
        String id = world.create(pipeline(
                stage("Source", source()),
                stage("Deploy", lambda("Deploy", "nobody").build())));

        world.await(id, PipelineExecutionStatus.FAILED);

        assertThat(world.action("Deploy", "Deploy")
                        .latestExecution()
                        .errorDetails()
                        .message())
                .contains("The AWS Lambda function nobody cannot be invoked", "ResourceNotFoundException");
    }
}
