package io.mlops.local.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ConflictException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.IamClientBuilder;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ThrottledException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

@Timeout(60)
class FaultsOnDemandTest {
    private static final String TRUST = "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
            + "\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";

    @TempDir
    private Path directory;

    private LocalAws aws;

    @BeforeEach
    void start() {
        aws = LocalAws.builder().directory(directory).start();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private S3Client s3() {
        return Sdk.client(aws, once(S3Client.builder()));
    }

    private IamClient iam() {
        return Sdk.client(aws, once(IamClient.builder()));
    }

    /** No retries: each call of a test is one call of the emulator. */
    private static <B extends software.amazon.awssdk.core.client.builder.SdkClientBuilder<B, ?>> B once(B builder) {
        return builder.overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    }

    @Test
    void refusesAsTooManyInEachServicesWay() {
        aws.faults().onEveryCall().throttle();

        assertThatThrownBy(() -> s3().listBuckets()).satisfies(refused("SlowDown", 503));
        assertThatThrownBy(() -> iam().listRoles()).satisfies(refused("Throttling", 400));
        assertThatThrownBy(() ->
                        Sdk.client(aws, once(CodePipelineClient.builder())).listPipelines())
                .satisfies(refused("ThrottlingException", 400));
        assertThatThrownBy(() -> Sdk.client(aws, once(LambdaClient.builder())).listFunctions())
                .isInstanceOf(TooManyRequestsException.class)
                .satisfies(refused("TooManyRequestsException", 429));
        assertThatThrownBy(() -> Sdk.client(aws, once(ResourceGroupsTaggingApiClient.builder()))
                        .getResources(r -> {}))
                .isInstanceOf(ThrottledException.class);
    }

    private static org.assertj.core.api.ThrowingConsumer<Throwable> refused(String code, int status) {
        return thrown -> {
            AwsServiceException error = (AwsServiceException) thrown;
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.isThrottlingException()).isEqualTo(!code.equals("InternalError"));
        };
    }

    @Test
    void anSdkThatRetriesGetsThroughThrottling() {
        Fault fault = aws.faults().on("iam", "ListRoles").next(1).throttle();
        IamClientBuilder retrying = IamClient.builder().overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD));

        assertThat(Sdk.client(aws, retrying).listRoles().roles()).isEmpty();

        assertThat(fault.hits()).isEqualTo(1);
    }

    @Test
    void refusesAShareEvenlySpreadAndNoOtherOperation() {
        IamClient iam = iam();
        aws.faults().on("iam", "ListRoles").share(0.25).throttle();

        List<Integer> refused = IntStream.rangeClosed(1, 8)
                .filter(call -> {
                    iam.createRole(r -> r.roleName("role" + call).assumeRolePolicyDocument(TRUST));
                    try {
                        iam.listRoles();
                        return false;
                    } catch (AwsServiceException e) {
                        return true;
                    }
                })
                .boxed()
                .toList();

        assertThat(refused).containsExactly(4, 8);
    }

    @Test
    void givesADeclaredErrorAtTheNthCall() {
        CodePipelineClient codepipeline = Sdk.client(aws, once(CodePipelineClient.builder()));
        Fault fault =
                aws.faults().on("codepipeline", "StartPipelineExecution").nth(2).fail("ConflictException");

        for (int call = 1; call <= 3; call++) {
            boolean second = call == 2;
            assertThatThrownBy(() -> codepipeline.startPipelineExecution(r -> r.name("none")))
                    .satisfies(thrown ->
                            assertThat(thrown instanceof ConflictException).isEqualTo(second));
        }
        assertThat(fault.hits()).isEqualTo(1);
    }

    @Test
    void givesErrorsOfTheServersOwn() {
        aws.faults().on("s3").fail("InternalFailure");
        aws.faults().on("iam").fail("ServiceUnavailable");
        aws.faults().on("lambda").fail("Teapot", 418);

        assertThatThrownBy(() -> s3().listBuckets()).satisfies(refused("InternalError", 500));
        assertThatThrownBy(() -> iam().listRoles())
                .isInstanceOf(AwsServiceException.class)
                .extracting(thrown -> ((AwsServiceException) thrown).statusCode())
                .isEqualTo(503);
        LambdaClientBuilder lambda = once(LambdaClient.builder());
        assertThatThrownBy(() -> Sdk.client(aws, lambda).listFunctions())
                .isInstanceOf(AwsServiceException.class)
                .extracting(thrown -> ((AwsServiceException) thrown).statusCode())
                .isEqualTo(418);
        aws.faults().clear();
        assertThat(s3().listBuckets().buckets()).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotKnowAndNamesWhatItDoes() {
        assertThatThrownBy(() -> aws.faults().on("codepipelines")).hasMessageContaining("codepipeline,");
        assertThatThrownBy(() -> aws.faults().on("sts", "AssumeRoles")).hasMessageContaining("AssumeRole,");
        assertThatThrownBy(() -> aws.faults().on("codepipeline", "GetPipeline").fail("ConflictException"))
                .hasMessageContaining("error ConflictException: one of [InternalFailure, ServiceUnavailable,")
                .hasMessageContaining("PipelineNotFoundException");
        assertThatThrownBy(() -> aws.faults().onEveryCall().share(1.5)).hasMessageContaining("from 0 to 1");
    }

    @Test
    void holdsCallsUp() {
        S3Client s3 = s3();
        s3.listBuckets();
        Fault fault = aws.faults().on("s3", "ListBuckets").next(1).delay(Duration.ofMillis(300));

        Instant begun = Instant.now();
        s3.listBuckets();

        assertThat(Duration.between(begun, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(fault.hits()).isEqualTo(1);
    }

    @Test
    void losesTheRequestBeforeItIsServed() {
        // The JDK's client sends once again by itself over a connection that is closed without an answer.
        aws.faults().on("iam", "CreateRole").loseRequest();

        assertThatThrownBy(() -> iam().createRole(r -> r.roleName("lost").assumeRolePolicyDocument(TRUST)))
                .isInstanceOf(SdkClientException.class);

        assertThat(iam().listRoles().roles()).isEmpty();
    }

    @Test
    void losesTheAnswerOfWhatWasServed() {
        Fault fault = aws.faults().on("iam", "CreateRole").loseAnswer();

        assertThatThrownBy(() -> iam().createRole(r -> r.roleName("kept").assumeRolePolicyDocument(TRUST)))
                .isInstanceOfAny(SdkClientException.class, EntityAlreadyExistsException.class);

        assertThat(iam().listRoles().roles()).extracting("roleName").containsExactly("kept");
        assertThat(fault.hits()).isEqualTo(1);
    }

    @Test
    void losesAStreamedAnswer() {
        S3ClientBuilder builder = once(S3Client.builder());
        S3Client s3 = Sdk.client(aws, builder);
        s3.createBucket(r -> r.bucket("streams").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        s3.putObject(r -> r.bucket("streams").key("a"), RequestBody.fromString("text"));
        Fault fault = aws.faults().on("s3", "GetObject").loseAnswer();

        assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("streams").key("a")))
                .isInstanceOf(SdkClientException.class);

        fault.remove();
        assertThat(s3.getObjectAsBytes(r -> r.bucket("streams").key("a")).asUtf8String())
                .isEqualTo("text");
    }

    @Test
    void killsTheCommandsOfABuild() {
        Sdk.makeAdministrator(iam(), "build", TRUST.replace("lambda.", "codebuild."));
        CodeBuildClient codebuild = Sdk.client(aws, CodeBuildClient.builder());
        codebuild.createProject(r -> r.name("demo")
                .source(s -> s.type("NO_SOURCE").buildspec("{version: 0.2, phases: {build: {commands: [sleep 100]}}}"))
                .artifacts(a -> a.type("NO_ARTIFACTS"))
                .environment(e -> e.type("LINUX_CONTAINER")
                        .image("aws/codebuild/standard:7.0")
                        .computeType("BUILD_GENERAL1_SMALL"))
                .serviceRole("arn:aws:iam::123456789012:role/build"));
        String id = codebuild.startBuild(r -> r.projectName("demo")).build().id();

        while (aws.faults().kill("build demo:") == 0) {
            Thread.onSpinWait();
        }

        Build build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
        while (!build.buildComplete()) {
            build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
        }
        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
        assertThat(aws.processes()).isZero();
    }

    @Test
    void letsIamTakeItsTime() {
        aws.faults().delayIam(Duration.ofHours(1));
        iam().createRole(r -> r.roleName("new").assumeRolePolicyDocument(TRUST));

        assertThatThrownBy(() -> createFunction("new"))
                .hasMessageContaining("The role defined for the function cannot be assumed by Lambda.");

        aws.faults().clear();
        iam().createRole(r -> r.roleName("newer").assumeRolePolicyDocument(TRUST));
        assertThatThrownBy(() -> createFunction("newer")).hasMessageContaining("Could not unzip uploaded file.");
    }

    private void createFunction(String role) {
        Sdk.client(aws, once(LambdaClient.builder()))
                .createFunction(r -> r.functionName("deploy")
                        .runtime("java17")
                        .handler("h")
                        .role("arn:aws:iam::123456789012:role/" + role)
                        .code(c -> c.zipFile(SdkBytes.fromUtf8String("no zip"))));
    }

    @Test
    void leavesAnotherEmulatorAlone() {
        try (LocalAws other =
                LocalAws.builder().directory(directory.resolve("other")).start()) {
            aws.faults().onEveryCall().throttle();

            assertThat(Sdk.client(other, once(IamClient.builder())).listRoles().roles())
                    .isEmpty();
        }
    }
}
