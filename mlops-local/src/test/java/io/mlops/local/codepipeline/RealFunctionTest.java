package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.lambda;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import io.mlops.local.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A pipeline whose function is a real one, that leaves its jobs to the test. */
@Timeout(60)
class RealFunctionTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path directory;

    private final VirtualTime time = new VirtualTime();
    private final BlockingQueue<JsonNode> jobs = new LinkedBlockingQueue<>();
    private HttpServer sink;
    private LocalAws aws;
    private CodePipelineClient codepipeline;
    private PipelineWorld world;

    @BeforeEach
    void start() throws IOException {
        aws = LocalAws.builder()
                .directory(directory)
                .time(time)
                .continuationDelay(Duration.ofSeconds(30))
                .start();
        sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.createContext("/", exchange -> {
            jobs.add(JSON.readTree(exchange.getRequestBody()).path("CodePipeline.job"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        sink.start();
        codepipeline = Sdk.client(aws, CodePipelineClient.builder());
        world = PipelineWorld.make(aws);
        makeFunction();
    }

    @AfterEach
    void stop() {
        aws.close();
        sink.stop(0);
    }

    private void makeFunction() throws IOException {
        Sdk.makeAdministrator(
                Sdk.client(aws, IamClient.builder()), "deploy", PipelineWorld.trust("lambda.amazonaws.com"));
        LambdaClient lambda = Sdk.client(aws, LambdaClient.builder());
        lambda.createFunction(r -> r.functionName("deploy")
                .runtime("java17")
                .role("arn:aws:iam::123456789012:role/deploy")
                .handler(PostingHandler.class.getName())
                .memorySize(256)
                .timeout(10)
                .environment(e -> e.variables(
                        Map.of("SINK", "http://127.0.0.1:" + sink.getAddress().getPort())))
                .code(c -> c.zipFile(code())));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("deploy"));
    }

    private static SdkBytes code() {
        String name = PostingHandler.class.getName().replace('.', '/') + ".class";
        try (InputStream stream = PostingHandler.class.getResourceAsStream("/" + name)) {
            return SdkBytes.fromByteArray(Zips.zipOf(Map.of(name, stream.readAllBytes())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String create() {
        return world.create(pipeline(
                stage("Source", source()),
                stage("Deploy", lambda("Deploy", "deploy").build())));
    }

    private String job() throws InterruptedException {
        JsonNode job = jobs.poll(20, TimeUnit.SECONDS);
        assertThat(job).isNotNull();
        return job.path("id").asText();
    }

    @Test
    void failsAfter24HoursOfContinuations() throws Exception {
        String id = create();
        String job = job();
        Instant begun = Instant.now();

        for (int minutes = 0; minutes < 24 * 60; minutes += 19) {
            String answered = job;
            codepipeline.putJobSuccessResult(r -> r.jobId(answered).continuationToken("again"));
            time.advance(Duration.ofMinutes(19));
            job = job();
        }

        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(world.status(id)).isEqualTo(PipelineExecutionStatus.FAILED);
        assertThat(world.action("Deploy", "Deploy")
                        .latestExecution()
                        .errorDetails()
                        .message())
                .startsWith("The AWS Lambda function deploy failed to return a result.");
    }

    @Test
    void isInvokedAgainWhereItsProcessIsKilled() throws Exception {
        String id = create();
        String first = job();
        codepipeline.putJobSuccessResult(r -> r.jobId(first).continuationToken("again"));

        assertThat(aws.faults().kill("function deploy")).isEqualTo(1);
        time.advance(Duration.ofSeconds(30));

        String second = job();
        codepipeline.putJobSuccessResult(r -> r.jobId(second));
        world.await(id, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void getsItsJobTwiceAndLate() throws Exception {
        aws.faults().deliver("deploy", Duration.ZERO, Duration.ofMinutes(15));
        String id = create();

        String first = job();
        codepipeline.putJobSuccessResult(r -> r.jobId(first));
        world.await(id, PipelineExecutionStatus.SUCCEEDED);
        time.advance(Duration.ofMinutes(15));

        String again = job();
        assertThat(again).isEqualTo(first);
        assertThatThrownBy(() -> codepipeline.putJobSuccessResult(r -> r.jobId(again)))
                .isInstanceOf(InvalidJobStateException.class);
    }
}
