package io.mlops.deploy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.contract.ContractJson;
import io.mlops.contract.DeployParameters;
import io.mlops.contract.DeploySettings;
import io.mlops.contract.TestResults;
import io.mlops.deploy.endpoint.EndpointClients;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** A pipeline's Deploy action round the handler: makes artifacts and events, keeps the answers. */
final class Pipeline {
    static final String ENDPOINT = "fraud-detection";
    static final String SECRET = "wJalrXUtnFEMI-secret";

    final FakeSageMaker sageMaker = new FakeSageMaker();
    final FakeCodePipeline codePipeline = new FakeCodePipeline();
    final FakeS3 s3 = new FakeS3();
    final FakeCloudWatch cloudWatch = new FakeCloudWatch();
    final FakeLogs logs = new FakeLogs();
    final FakeAutoScaling autoScaling = new FakeAutoScaling();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    final Map<String, String> testOutput = new LinkedHashMap<>();
    final Map<String, String> settings = new LinkedHashMap<>();
    Instant now = Instant.parse("2026-11-23T12:00:00Z");
    String execution = "execution-1";
    String stage = "production";
    /** The test's artifact, where it is not the zip of {@link #testOutput}. */
    Optional<byte[]> artifact = Optional.empty();
    /** What is left of the function's own time, in milliseconds. */
    int remaining = 60_000;

    private final DeployHandler handler = new DeployHandler(
            codePipeline,
            credentials -> s3,
            new EndpointClients(sageMaker, () -> cloudWatch, () -> logs, () -> autoScaling, () -> s3),
            "eu-west-1",
            new MovingClock(),
            new PrintStream(written, true, StandardCharsets.UTF_8));

    Pipeline() {
        release(7, 1);
    }

    /** Lets artifacts name a package version and the number of instances to serve it on. */
    void release(int version, int instances) {
        testOutput.clear();
        testOutput.put("model_package_arn.txt", arn(version) + "\n");
        testOutput.put("test_results.json", results(TestResults.Status.PASSED, arn(version)));
        settings(Settings.of(instances));
    }

    void settings(DeploySettings stage) {
        settings.put("deploy-production.json", ContractJson.write(stage));
    }

    /** What was written to standard output, line by line. */
    List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The handler asks Lambda's context how much time is left, and nothing else. */
    static Context context(int remaining) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis")) {
                        return remaining;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    static String arn(int version) {
        return "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-models/" + version;
    }

    static String results(TestResults.Status status, String arn) {
        return ContractJson.write(new TestResults(
                TestResults.SCHEMA,
                status,
                arn,
                "execution-1",
                "2026-11-23T11:59:00Z",
                100,
                Map.of("roc_auc", 0.93),
                List.of(),
                "roc_auc 0.93"));
    }

    void invoke(String jobId) {
        invoke(jobId, "");
    }

    /** Invokes again with the token of the last answer, as CodePipeline does: with a new job id. */
    void goOn(String jobId) {
        now = now.plusSeconds(30);
        invoke(jobId, lastSuccess().continuationToken());
    }

    void invoke(String jobId, String token) {
        prepare();
        send(jobId, token);
    }

    /** Puts the artifacts into S3. */
    void prepare() {
        s3.objects.put("TestOutput.zip", artifact.orElseGet(() -> Zips.of(testOutput)));
        s3.objects.put("Settings.zip", Zips.of(settings));
    }

    void send(String jobId, String token) {
        send(event(jobId, token).toString());
    }

    void send(String event) {
        handler.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream(),
                context(remaining));
    }

    PutJobSuccessResultRequest lastSuccess() {
        return codePipeline.successes.get(codePipeline.successes.size() - 1);
    }

    PutJobFailureResultRequest onlyFailure() {
        if (codePipeline.failures.size() != 1 || !codePipeline.successes.isEmpty()) {
            throw new AssertionError(codePipeline.failures + " " + codePipeline.successes);
        }
        return codePipeline.failures.get(0);
    }

    PutJobFailureResultRequest lastFailure() {
        return codePipeline.failures.get(codePipeline.failures.size() - 1);
    }

    ObjectNode event(String jobId, String token) {
        ObjectNode event = new JsonMapper().createObjectNode();
        ObjectNode job = event.putObject("CodePipeline.job").put("id", jobId).put("accountId", "123456789012");
        ObjectNode data = job.putObject("data").put("aFieldOfTomorrow", true);
        data.putObject("actionConfiguration")
                .putObject("configuration")
                .put("FunctionName", "deploy")
                .put(
                        "UserParameters",
                        ContractJson.writeCompact(new DeployParameters(DeployParameters.SCHEMA, stage, execution)));
        for (String artifact : List.of("Settings", "TestOutput")) {
            ObjectNode input = data.withArray("inputArtifacts").addObject().put("name", artifact);
            input.putNull("revision")
                    .putObject("location")
                    .put("type", "S3")
                    .putObject("s3Location")
                    .put("bucketName", "artifacts")
                    .put("objectKey", artifact + ".zip");
        }
        data.putObject("artifactCredentials")
                .put("accessKeyId", "ASIAEXAMPLE")
                .put("secretAccessKey", SECRET)
                .put("sessionToken", SECRET);
        if (!token.isEmpty()) {
            data.put("continuationToken", token);
        }
        return event;
    }

    /** An event with credentials of the emulator's. */
    ObjectNode event(String jobId, String token, Credentials credentials) {
        ObjectNode event = event(jobId, token);
        ObjectNode data = (ObjectNode) event.path("CodePipeline.job").path("data");
        data.putObject("artifactCredentials")
                .put("accessKeyId", credentials.accessKeyId())
                .put("secretAccessKey", credentials.secretAccessKey())
                .put("sessionToken", credentials.sessionToken());
        return event;
    }

    Clock clock() {
        return new MovingClock();
    }

    private final class MovingClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
