package io.mlops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** Whatever a client calls a thing, nothing is written or read beside the emulator's directory. */
@Timeout(60)
class HostileNamesTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/all";
    private static final List<String> HOSTILE = List.of(
            "../../evil", "/../../evil", "a/../../../evil", "..", "./../evil", "/tmp/../evil", "a//../..//evil");

    @TempDir
    private Path outside;

    private LocalAws aws;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(outside.resolve("secret"), "not for clients");
        aws = LocalAws.builder()
                .directory(outside.resolve("in/aws"))
                .image("image:1", List.of("bash", "-c", "true"))
                .start();
        s3 = aws.client(S3Client.class);
        s3.createBucket(r -> r.bucket("data").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        Sdk.makeAdministrator(
                aws.client(IamClient.class),
                "all",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":[\"lambda.amazonaws.com\","
                        + "\"codebuild.amazonaws.com\",\"sagemaker.amazonaws.com\"]},"
                        + "\"Action\":\"sts:AssumeRole\"}}");
    }

    @AfterEach
    void nothingIsOutside() throws IOException {
        aws.close();
        try (Stream<Path> files = Files.walk(outside)) {
            assertThat(files.filter(file -> !file.startsWith(outside.resolve("in/aws")))
                            .map(file -> outside.relativize(file).toString()))
                    .containsExactlyInAnyOrder("", "secret", "in");
        }
        assertThat(outside.resolve("secret")).hasContent("not for clients");
        assertThat(Path.of("/tmp/evil")).doesNotExist();
    }

    @Test
    void keepsObjectsByAnyKey() {
        for (String key : HOSTILE) {
            s3.putObject(r -> r.bucket("data").key(key), RequestBody.fromString(key));
        }

        for (String key : HOSTILE) {
            assertThat(s3.getObjectAsBytes(r -> r.bucket("data").key(key)).asUtf8String())
                    .isEqualTo(key);
        }
        assertThat(s3.listObjectsV2(r -> r.bucket("data")).contents())
                .extracting("key")
                .containsExactlyInAnyOrderElementsOf(HOSTILE);
    }

    @Test
    void keepsLogsByAnyName() {
        CloudWatchLogsClient logs = aws.client(CloudWatchLogsClient.class);
        for (String name : HOSTILE) {
            logs.createLogGroup(r -> r.logGroupName(name));
            logs.createLogStream(r -> r.logGroupName(name).logStreamName(name));
            logs.putLogEvents(r -> r.logGroupName(name)
                    .logStreamName(name)
                    .logEvents(InputLogEvent.builder()
                            .timestamp(System.currentTimeMillis())
                            .message("in " + name)
                            .build()));
        }

        for (String name : HOSTILE) {
            assertThat(logs.getLogEvents(r -> r.logGroupName(name).logStreamName(name))
                            .events())
                    .extracting("message")
                    .containsExactly("in " + name);
        }
    }

    @Test
    void refusesNamesThatBecomeDirectories() {
        SageMakerClient sagemaker = aws.client(SageMakerClient.class);
        for (String name : HOSTILE) {
            assertThatThrownBy(() -> createTrainingJob(sagemaker, name, "s3://data/in"))
                    .hasMessageContaining("failed to satisfy constraint");
            assertThatThrownBy(() ->
                            sagemaker.createEndpoint(r -> r.endpointName(name).endpointConfigName("c")))
                    .hasMessageContaining("failed to satisfy constraint");
            assertThatThrownBy(() -> createProject(name, "NO_SOURCE", null)).hasMessageContaining("name");
            assertThatThrownBy(() -> createFunction(name, zip("a.txt"))).hasMessageContaining("unctionName");
        }
    }

    @Test
    void refusesArchivesThatLeadOut() {
        for (String entry : List.of("../../../evil", "/tmp/evil", "a/../../../../evil", "nul\0/evil")) {
            assertThatThrownBy(() -> createFunction("function", zip(entry)))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("Could not unzip uploaded file.");
        }
    }

    @Test
    void failsABuildWhoseSourceLeadsOut() {
        CodeBuildClient codebuild = aws.client(CodeBuildClient.class);
        s3.putObject(r -> r.bucket("data").key("source.zip"), RequestBody.fromBytes(zip("../../../evil")));
        createProject("zip", "S3", "data/source.zip");
        String id = codebuild.startBuild(r -> r.projectName("zip")).build().id();

        Build build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
        while (!build.buildComplete()) {
            build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
        }
        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
    }

    @Test
    void failsATrainingJobWhoseDataLeadsOut() {
        SageMakerClient sagemaker = aws.client(SageMakerClient.class);
        s3.putObject(r -> r.bucket("data").key("in/../../../../../../evil"), RequestBody.fromString("evil"));
        createTrainingJob(sagemaker, "job", "s3://data/in");

        DescribeTrainingJobResponse job = sagemaker.describeTrainingJob(r -> r.trainingJobName("job"));
        while (job.trainingJobStatus() == TrainingJobStatus.IN_PROGRESS) {
            job = sagemaker.describeTrainingJob(r -> r.trainingJobName("job"));
        }
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.failureReason()).contains("leads out of the channel's directory");
    }

    private static void createTrainingJob(SageMakerClient sagemaker, String name, String data) {
        sagemaker.createTrainingJob(r -> r.trainingJobName(name)
                .roleArn(ROLE)
                .algorithmSpecification(a -> a.trainingImage("image:1").trainingInputMode("File"))
                .inputDataConfig(Channel.builder()
                        .channelName("training")
                        .dataSource(d ->
                                d.s3DataSource(s -> s.s3DataType("S3Prefix").s3Uri(data)))
                        .build())
                .outputDataConfig(o -> o.s3OutputPath("s3://data/out"))
                .resourceConfig(
                        c -> c.instanceType("ml.m5.large").instanceCount(1).volumeSizeInGB(1))
                .stoppingCondition(s -> s.maxRuntimeInSeconds(60)));
    }

    private void createProject(String name, String type, @org.jspecify.annotations.Nullable String location) {
        aws.client(CodeBuildClient.class)
                .createProject(r -> r.name(name)
                        .source(s -> s.type(type)
                                .location(location)
                                .buildspec("{version: 0.2, phases: {build: {commands: ['true']}}}"))
                        .artifacts(a -> a.type("NO_ARTIFACTS"))
                        .environment(e -> e.type("LINUX_CONTAINER")
                                .image("aws/codebuild/standard:7.0")
                                .computeType("BUILD_GENERAL1_SMALL"))
                        .serviceRole(ROLE));
    }

    private void createFunction(String name, byte[] zip) {
        aws.client(LambdaClient.class)
                .createFunction(r -> r.functionName(name)
                        .runtime("java17")
                        .role(ROLE)
                        .handler("h")
                        .code(c -> c.zipFile(SdkBytes.fromByteArray(zip))));
    }

    private static byte[] zip(String entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write("evil".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
