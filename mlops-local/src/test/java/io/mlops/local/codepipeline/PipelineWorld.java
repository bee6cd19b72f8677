package io.mlops.local.codepipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.HeldCloud;
import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.ComputeType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStoreType;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Roles, a versioned bucket with a source, and short ways to declare and watch pipelines. */
record PipelineWorld(CodePipelineClient codepipeline, CodeBuildClient codebuild, S3Client s3) {
    static final String NAME = "fraud-detection-pipeline";
    static final String ROLE = "arn:aws:iam::123456789012:role/pipeline";
    static final String BUCKET = "artifacts";
    static final String SOURCE = "source/app.zip";

    static PipelineWorld make(CodePipelineClient codepipeline, CodeBuildClient codebuild, S3Client s3, IamClient iam) {
        Sdk.makeAdministrator(iam, "pipeline", trust("codepipeline.amazonaws.com"));
        Sdk.makeAdministrator(iam, "build", trust("codebuild.amazonaws.com"));
        s3.createBucket(r -> r.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        s3.putBucketVersioning(
                r -> r.bucket(BUCKET).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        PipelineWorld world = new PipelineWorld(codepipeline, codebuild, s3);
        world.upload(Map.of("app.txt", "the app", "dir/part.txt", "a part"));
        return world;
    }

    static PipelineWorld make(LocalAws aws) {
        return make(
                Sdk.client(aws, CodePipelineClient.builder()),
                Sdk.client(aws, CodeBuildClient.builder()),
                Sdk.client(aws, S3Client.builder()),
                Sdk.client(aws, IamClient.builder()));
    }

    static PipelineWorld make(HeldCloud cloud) {
        return make(
                cloud.client(CodePipelineClient.class),
                cloud.client(CodeBuildClient.class),
                cloud.client(S3Client.class),
                cloud.client(IamClient.class));
    }

    static String trust(String service) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                + service + "\"},\"Action\":\"sts:AssumeRole\"}]}";
    }

    /** Puts the source; gives its version. */
    String upload(Map<String, String> files) {
        return s3.putObject(r -> r.bucket(BUCKET).key(SOURCE), RequestBody.fromBytes(Zips.zip(files)))
                .versionId();
    }

    void project(String name, String... buildspec) {
        codebuild.createProject(r -> r.name(name)
                .source(s -> s.type(SourceType.CODEPIPELINE).buildspec(String.join("\n", buildspec)))
                .artifacts(a -> a.type(ArtifactsType.CODEPIPELINE))
                .environment(e -> e.type(EnvironmentType.LINUX_CONTAINER)
                        .image("aws/codebuild/standard:7.0")
                        .computeType(ComputeType.BUILD_GENERAL1_SMALL))
                .serviceRole("arn:aws:iam::123456789012:role/build"));
    }

    static ActionDeclaration source() {
        return action(
                        "Get",
                        ActionCategory.SOURCE,
                        "S3",
                        Map.of("S3Bucket", BUCKET, "S3ObjectKey", SOURCE, "PollForSourceChanges", "false"))
                .outputArtifacts(output("SourceOutput"))
                .build();
    }

    static ActionDeclaration.Builder action(
            String name, ActionCategory category, String provider, Map<String, String> configuration) {
        return ActionDeclaration.builder()
                .name(name)
                .actionTypeId(t -> t.category(category)
                        .owner(ActionOwner.AWS)
                        .provider(provider)
                        .version("1"))
                .configuration(configuration);
    }

    static ActionDeclaration.Builder build(String name, String project) {
        return action(name, ActionCategory.BUILD, "CodeBuild", Map.of("ProjectName", project))
                .inputArtifacts(input("SourceOutput"));
    }

    static ActionDeclaration.Builder approval(String name) {
        return action(name, ActionCategory.APPROVAL, "Manual", Map.of());
    }

    static ActionDeclaration.Builder lambda(String name, String function) {
        return action(name, ActionCategory.INVOKE, "Lambda", Map.of("FunctionName", function));
    }

    static InputArtifact input(String name) {
        return InputArtifact.builder().name(name).build();
    }

    static OutputArtifact output(String name) {
        return OutputArtifact.builder().name(name).build();
    }

    static StageDeclaration stage(String name, ActionDeclaration... actions) {
        return StageDeclaration.builder().name(name).actions(actions).build();
    }

    static PipelineDeclaration.Builder pipeline(StageDeclaration... stages) {
        return PipelineDeclaration.builder()
                .name(NAME)
                .roleArn(ROLE)
                .artifactStore(s -> s.type(ArtifactStoreType.S3).location(BUCKET))
                .pipelineType(PipelineType.V2)
                .stages(stages);
    }

    /** Makes the pipeline; gives the id of the execution that this starts. */
    String create(PipelineDeclaration.Builder pipeline) {
        String name = codepipeline
                .createPipeline(r -> r.pipeline(pipeline.build()))
                .pipeline()
                .name();
        return codepipeline
                .listPipelineExecutions(r -> r.pipelineName(name))
                .pipelineExecutionSummaries()
                .get(0)
                .pipelineExecutionId();
    }

    /** Makes a pipeline whose second stage, Agree, waits for a person; gives the id of its first execution. */
    String createApproved(ExecutionMode mode) {
        return create(pipeline(
                        stage("Source", source()),
                        stage("Agree", approval("Agree").build()))
                .executionMode(mode));
    }

    StageState agree() {
        return state("Agree");
    }

    StageState state(String stage) {
        return codepipeline.getPipelineState(r -> r.name(NAME)).stageStates().stream()
                .filter(state -> state.stageName().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for what a function is sent next. */
    static InvokeRequest invocation(HeldCloud cloud) throws InterruptedException {
        InvokeRequest request = cloud.invocations().poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    /** Waits for the next job of a function; gives its id. */
    static String job(HeldCloud cloud) throws InterruptedException {
        return invocation(cloud).payload().asUtf8String().replaceAll("(?s).*?\"id\":\"([^\"]*)\".*", "$1");
    }

    void succeed(String job) {
        codepipeline.putJobSuccessResult(r -> r.jobId(job));
    }

    void fail(String job) {
        codepipeline.putJobFailureResult(
                r -> r.jobId(job).failureDetails(f -> f.type("JobFailed").message("no")));
    }

    String start() {
        return codepipeline.startPipelineExecution(r -> r.name(NAME)).pipelineExecutionId();
    }

    PipelineExecutionStatus status(String id) {
        return codepipeline
                .getPipelineExecution(r -> r.pipelineName(NAME).pipelineExecutionId(id))
                .pipelineExecution()
                .status();
    }

    void await(String id, PipelineExecutionStatus status) {
        until(() -> status(id), status::equals);
    }

    ActionState action(String stage, String action) {
        return codepipeline.getPipelineState(r -> r.name(NAME)).stageStates().stream()
                .filter(state -> state.stageName().equals(stage))
                .flatMap(state -> state.actionStates().stream())
                .filter(state -> state.actionName().equals(action))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for an approval; gives its token. */
    String token(String stage, String action) {
        return until(
                        () -> action(stage, action),
                        state -> state.latestExecution() != null
                                && state.latestExecution().token() != null)
                .latestExecution()
                .token();
    }

    void approve(String stage, String action, Consumer<String> also) {
        String token = token(stage, action);
        also.accept(token);
        codepipeline.putApprovalResult(r -> r.pipelineName(NAME)
                .stageName(stage)
                .actionName(action)
                .token(token)
                .result(a -> a.status("Approved").summary("good")));
    }

    List<ActionExecutionDetail> actions(String id) {
        return codepipeline
                .listActionExecutions(r -> r.pipelineName(NAME).filter(f -> f.pipelineExecutionId(id)))
                .actionExecutionDetails();
    }

    ActionExecutionDetail detail(String id, String action) {
        return actions(id).stream()
                .filter(detail -> detail.actionName().equals(action))
                .findFirst()
                .orElseThrow();
    }

    static <T> T until(Supplier<T> look, Predicate<T> good) {
        Instant late = Instant.now().plus(Duration.ofSeconds(20));
        T seen = look.get();
        while (!good.test(seen)) {
            if (Instant.now().isAfter(late)) {
                throw new AssertionError("still " + seen);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            seen = look.get();
        }
        return seen;
    }
}
