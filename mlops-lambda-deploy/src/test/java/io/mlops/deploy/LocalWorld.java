package io.mlops.deploy;

import io.mlops.contract.DeploySettings;
import io.mlops.deploy.endpoint.EndpointClients;
import io.mlops.local.LocalAws;
import io.mlops.local.VirtualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The emulator with a registry of model packages that really serve, and the handler as its client. */
final class LocalWorld implements AutoCloseable {
    static final String IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/serve:1";

    final VirtualTime time = new VirtualTime();
    final LocalAws aws;
    final SageMakerClient sageMaker;
    final CloudWatchClient cloudWatch;
    final ApplicationAutoScalingClient autoScaling;
    final FakeCodePipeline codePipeline = new FakeCodePipeline();
    final Pipeline artifacts = new Pipeline();
    private final S3Client s3;
    private final Path directory;
    private final DeployHandler handler;
    private int jobs;

    LocalWorld(Path directory) {
        this.directory = directory;
        this.aws = LocalAws.builder()
                .directory(directory.resolve("aws"))
                .image(IMAGE, server())
                .time(time)
                .start();
        this.sageMaker = aws.client(SageMakerClient.class);
        this.cloudWatch = aws.client(CloudWatchClient.class);
        this.autoScaling = aws.client(ApplicationAutoScalingClient.class);
        this.s3 = aws.client(S3Client.class);
        CloudWatchLogsClient logs = aws.client(CloudWatchLogsClient.class);
        this.handler = new DeployHandler(
                codePipeline,
                credentials -> aws.client(S3Client.class),
                new EndpointClients(sageMaker, () -> cloudWatch, () -> logs, () -> autoScaling, () -> s3),
                aws.region(),
                Clock.systemUTC(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        prepare();
    }

    private void prepare() {
        IamClient iam = aws.client(IamClient.class);
        iam.createRole(
                r -> r.roleName("serving")
                        .path("/mlops/fraud/")
                        .assumeRolePolicyDocument(
                                "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                                        + "\"sagemaker.amazonaws.com\",\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"sts:AssumeRole\"}]}"));
        iam.putRolePolicy(r -> r.roleName("serving")
                .policyName("all")
                .policyDocument("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"));
        s3.createBucket(r -> r.bucket("artifacts"));
        sageMaker.createModelPackageGroup(r -> r.modelPackageGroupName("fraud-models"));
    }

    /** A session's credentials, as CodePipeline gives them to a job. */
    Credentials session() {
        return aws.client(StsClient.class)
                .assumeRole(r -> r.roleArn("arn:aws:iam::123456789012:role/mlops/fraud/serving")
                        .roleSessionName("job"))
                .credentials();
    }

    private static List<String> server() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of(ModelServer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        return List.of(
                java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes, ModelServer.class.getName());
    }

    /** Registers a package whose model is a text; its version is the number of packages. */
    int register(String text, ModelApprovalStatus status) {
        try {
            Path files = Files.createTempDirectory(directory, "model");
            Files.writeString(files.resolve("model.txt"), text);
            Path archive = files.resolve("model.tar.gz");
            new ProcessBuilder("tar", "-czf", archive.toString(), "-C", files.toString(), "model.txt")
                    .inheritIO()
                    .start()
                    .waitFor();
            s3.putObject(r -> r.bucket("artifacts").key("models/" + text + ".tar.gz"), RequestBody.fromFile(archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String arn = sageMaker
                .createModelPackage(r -> r.modelPackageGroupName("fraud-models")
                        .modelApprovalStatus(status)
                        .inferenceSpecification(i -> i.containers(ModelPackageContainerDefinition.builder()
                                        .image(IMAGE)
                                        .modelDataUrl("s3://artifacts/models/" + text + ".tar.gz")
                                        .build())
                                .supportedContentTypes("text/csv")
                                .supportedResponseMIMETypes("text/csv")))
                .modelPackageArn();
        await(
                () -> sageMaker.describeModelPackage(r -> r.modelPackageName(arn)),
                found -> found.modelPackageStatusAsString().equals("Completed"));
        return Integer.parseInt(arn.substring(arn.lastIndexOf('/') + 1));
    }

    int register(String text) {
        return register(text, ModelApprovalStatus.APPROVED);
    }

    void release(int version, DeploySettings settings) {
        artifacts.release(version, 1);
        artifacts.settings(settings);
    }

    /** Begins an action: invokes with a new job and no token. */
    void invoke() {
        invoke("");
    }

    /** Invokes as CodePipeline does after a continuation. */
    void goOn() {
        invoke(codePipeline.successes.get(codePipeline.successes.size() - 1).continuationToken());
    }

    /** Begins an action and goes on with it until it ends. */
    void deploy() {
        invoke();
        for (int i = 0; i < 1000 && goesOn(); i++) {
            pause();
            goOn();
        }
    }

    boolean goesOn() {
        return codePipeline
                .answerOf("job-" + jobs)
                .filter(answer -> answer.token().isPresent())
                .isPresent();
    }

    private void invoke(String token) {
        jobs++;
        put();
        handler.handleRequest(
                new ByteArrayInputStream(
                        artifacts.event("job-" + jobs, token).toString().getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream(),
                Pipeline.context(60_000));
    }

    /** Puts the artifacts into S3. */
    void put() {
        put("TestOutput.zip", Zips.of(artifacts.testOutput));
        put("Settings.zip", Zips.of(artifacts.settings));
    }

    private void put(String key, byte[] content) {
        s3.putObject(r -> r.bucket("artifacts").key(key), RequestBody.fromBytes(content));
    }

    Map<String, String> outputs() {
        return codePipeline.successes.get(codePipeline.successes.size() - 1).outputVariables();
    }

    String summary() {
        return codePipeline
                .successes
                .get(codePipeline.successes.size() - 1)
                .executionDetails()
                .summary();
    }

    String failure() {
        return codePipeline
                .failures
                .get(codePipeline.failures.size() - 1)
                .failureDetails()
                .message();
    }

    DescribeEndpointResponse endpoint() {
        return sageMaker.describeEndpoint(r -> r.endpointName(Pipeline.ENDPOINT));
    }

    DescribeEndpointResponse await(EndpointStatus status) {
        return await(this::endpoint, found -> found.endpointStatus() == status);
    }

    static <T> T await(java.util.function.Supplier<T> look, Predicate<T> isThere) {
        for (int i = 0; i < 1500; i++) {
            T seen = look.get();
            if (isThere.test(seen)) {
                return seen;
            }
            pause();
        }
        throw new AssertionError("not reached: " + look.get());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        aws.close();
    }
}
