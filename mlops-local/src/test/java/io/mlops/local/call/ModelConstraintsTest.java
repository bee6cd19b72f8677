package io.mlops.local.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mlops.local.HeldCloud;
import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts.ShapeFacts;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sts.StsClient;

@SuppressWarnings("unchecked") // The SDK's builders take generic varargs.
class ModelConstraintsTest {
    @TempDir
    Path directory;

    private HeldCloud cloud;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void javaCompilesEveryPatternOfTheModels() {
        Facts facts = Facts.load();

        assertThat(facts.services().keySet())
                .allSatisfy(service -> facts.of(service)
                        .shapes()
                        .forEach((name, shape) -> assertThat(compiles(shape.pattern()))
                                .as(service + " " + name + ": " + shape.pattern())
                                .isTrue()));
    }

    private static boolean compiles(@Nullable String pattern) {
        try {
            return pattern == null || Pattern.compile(pattern) != null;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    @Test
    void tellsOfAllBreachesAtOnce() {
        SageMakerClient sageMaker = cloud.client(SageMakerClient.class);

        assertThat(refusal(() -> sageMaker.createEndpointConfig(r -> r.endpointConfigName("a_b")
                        .productionVariants(
                                v -> v.modelName("m").instanceType("ml.none").initialInstanceCount(0)))))
                .isEqualTo(
                        "ValidationException: 4 validation errors detected: Value 'a_b' at 'endpointConfigName' failed"
                                + " to satisfy constraint: Member must satisfy regular expression pattern:"
                                + " [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}; Value null at 'productionVariants.1.member.variantName'"
                                + " failed to satisfy constraint: Member must not be null; Value '0' at"
                                + " 'productionVariants.1.member.initialInstanceCount' failed to satisfy constraint: Member must"
                                + " have value greater than or equal to 1; Value 'ml.none' at"
                                + " 'productionVariants.1.member.instanceType' failed to satisfy constraint: Member must satisfy"
                                + " enum value set: " + instanceTypes());
    }

    private static List<String> instanceTypes() {
        ShapeFacts types = Facts.load().of("sagemaker").shapes().get("ProductionVariantInstanceType");
        return Objects.requireNonNull(Objects.requireNonNull(types).values());
    }

    @Test
    void countsCharactersAndElements() {
        CodePipelineClient pipelines = cloud.client(CodePipelineClient.class);
        ResourceGroupsTaggingApiClient tagging = cloud.client(ResourceGroupsTaggingApiClient.class);

        assertThat(refusal(() -> pipelines.getPipeline(r -> r.name("p".repeat(101)))))
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value '" + "p".repeat(101)
                                + "' at 'name' failed to satisfy constraint: Member must have length less than or equal to 100");
        assertThat(refusal(() -> pipelines.getPipeline(r -> r.name(""))))
                .startsWith("ValidationException: 2 validation errors detected: Value '' at 'name' failed to satisfy"
                        + " constraint: Member must have length greater than or equal to 1; ");
        assertThat(refusal(() -> tagging.getResources(r -> r.tagFilters(f -> f.key("\uD83D\uDE00".repeat(128))))))
                .isEqualTo("no error");
        assertThat(refusal(() -> tagging.getResources(r -> r.tagFilters(f -> f.key("\uD83D\uDE00".repeat(129))))))
                .endsWith(
                        "' at 'tagFilters.1.member.key' failed to satisfy constraint: Member must have length less than"
                                + " or equal to 128");
    }

    @Test
    void tellsOfPlainElementsAtTheirListOrMap() {
        CodeBuildClient builds = cloud.client(CodeBuildClient.class);
        CodePipelineClient pipelines = cloud.client(CodePipelineClient.class);

        assertThat(refusal(() -> builds.batchGetBuilds(r -> r.ids("b:1", ""))))
                .isEqualTo(
                        "InvalidInputException: 1 validation error detected: Value '[b:1, ]' at 'ids' failed to satisfy"
                                + " constraint: Member must satisfy constraint: [Member must have length greater than or equal to"
                                + " 1]");
        assertThat(refusal(() -> pipelines.putJobSuccessResult(
                        r -> r.jobId("11111111-1111-1111-1111-111111111111").outputVariables(Map.of("a b", "1")))))
                .contains("Value '{a b=1}' at 'outputVariables' failed to satisfy constraint: Map keys must satisfy"
                        + " constraint: [");
        assertThat(refusal(() -> pipelines.createPipeline(r -> r.pipeline(p -> p.name("p")
                        .roleArn("arn:aws:iam::123456789012:role/r")
                        .stages(s -> s.name("s")
                                .actions(a -> a.name("a")
                                        .actionTypeId(t -> t.category("Source")
                                                .owner(ActionOwner.AWS)
                                                .provider("S3")
                                                .version("1"))
                                        .configuration(Map.of("k", ""))))))))
                .isEqualTo("ValidationException: 1 validation error detected: Value '{k=}' at"
                        + " 'pipeline.stages.1.member.actions.1.member.configuration' failed to satisfy constraint: Map"
                        + " value must satisfy constraint: [Member must have length less than or equal to 1000, Member"
                        + " must have length greater than or equal to 1]");
    }

    @Test
    void answersWithTheServicesOwnCode() {
        IamClient iam = cloud.client(IamClient.class);
        StsClient sts = cloud.client(StsClient.class);
        CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.class);
        S3Client s3 = cloud.client(S3Client.class);

        assertThat(refusal(() -> iam.getRole(r -> r.roleName("a/b"))))
                .startsWith("ValidationError: 1 validation error");
        assertThat(refusal(() -> sts.assumeRole(r -> r.roleArn("arn:aws:iam::123456789012:role/r"))))
                .isEqualTo("ValidationError: 1 validation error detected: Value null at 'roleSessionName' failed to"
                        + " satisfy constraint: Member must not be null");
        assertThat(refusal(() -> logs.getLogEvents(r -> r.logGroupName("g").logStreamName("a:b"))))
                .isEqualTo(
                        "InvalidParameterException: 1 validation error detected: Value 'a:b' at 'logStreamName' failed"
                                + " to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*");
        assertThat(refusal(
                        () -> s3.putBucketVersioning(r -> r.bucket("b").versioningConfiguration(v -> v.status("On")))))
                .startsWith("MalformedXML: ");
        assertThat(refusal(() -> s3.listObjectsV2(r -> r.bucket("b").encodingType("hex"))))
                .isEqualTo("InvalidArgument: Invalid Encoding Method specified in Request");
    }

    @Test
    void takesAnEmptyListForGiven() {
        CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.class);

        assertThat(refusal(() -> logs.putLogEvents(
                        r -> r.logGroupName("g").logStreamName("s").logEvents(Collections.emptyList()))))
                .isEqualTo("InvalidParameterException: 1 validation error detected: Value '[]' at 'logEvents' failed to"
                        + " satisfy constraint: Member must have length greater than or equal to 1");
    }

    @Test
    void neverShowsWhatIsSensitive() {
        UpdateFunctionConfigurationRequest input = UpdateFunctionConfigurationRequest.builder()
                .functionName("f")
                .environment(e -> e.variables(Map.of("1", "secret")))
                .build();
        Operation operation = new ServiceCatalog(List.of(
                        new Service<>("lambda", "lambda", LambdaClient.class, HeldCloud.Functions.class, call -> null)))
                .operation("lambda", "UpdateFunctionConfiguration")
                .orElseThrow();

        assertThat(refusal(() -> new ModelConstraints(Facts.load()).check(operation, Input.of(input))))
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value at 'environment.variables' failed to"
                                + " satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression"
                                + " pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
    }

    private static String refusal(ThrowingCallable call) {
        AwsServiceException error = catchThrowableOfType(AwsServiceException.class, call);
        return error == null ? "no error" : ErrorCodes.of(error) + ": " + ErrorCodes.message(error);
    }
}
