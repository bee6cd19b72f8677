package io.mlops.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Functions that run, in time that the test holds. */
@Timeout(60)
class InvocationTest {
    @TempDir
    private static Path directory;

    private static FunctionWorld world;
    private static HeldCloud cloud;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() {
        world = FunctionWorld.start(directory);
        cloud = world.cloud();
        lambda = world.lambda();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static void make(String name, String handler) {
        lambda.createFunction(
                FunctionWorld.echo(name).handler(handler).timeout(30).build());
        world.settle(name);
    }

    private static void make(String name) {
        make(name, EchoZip.HANDLER);
    }

    private static InvokeResponse invoke(String name, String what) {
        return lambda.invoke(r -> r.functionName(name)
                .logType(LogType.TAIL)
                .payload(SdkBytes.fromUtf8String("{\"do\":\"" + what + "\"}")));
    }

    private static void send(String name, String what) {
        lambda.invoke(r -> r.functionName(name)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{\"do\":\"" + what + "\"}")));
    }

    private static long ended(String name) {
        return log(name).stream().filter(line -> line.startsWith("REPORT ")).count();
    }

    private static List<String> log(String name) {
        try {
            return cloud
                    .client(CloudWatchLogsClient.class)
                    .filterLogEvents(r -> r.logGroupName("/aws/lambda/" + name))
                    .events()
                    .stream()
                    .map(FilteredLogEvent::message)
                    .toList();
        } catch (software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException e) {
            return List.of();
        }
    }

    private static void until(java.util.function.BooleanSupplier good) {
        Instant late = Instant.now().plusSeconds(20);
        while (!good.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(late);
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void triesAnEventAgainAfterOneMinuteAndAfterTwo() {
        make("failing");
        send("failing", "throw");
        until(() -> ended("failing") == 1);

        cloud.time().advance(Duration.ofSeconds(61));
        until(() -> ended("failing") == 2);
        cloud.time().advance(Duration.ofSeconds(61));
        assertThat(ended("failing")).isEqualTo(2);
        cloud.time().advance(Duration.ofSeconds(61));
        until(() -> ended("failing") == 3);
        cloud.time().advance(Duration.ofHours(1));

        assertThat(ended("failing")).isEqualTo(3);
        // What a handler prints comes by its process's output, later than what Lambda itself writes.
        until(() -> log("failing").stream()
                        .filter(line -> line.contains("got {\"do\":\"throw\"}"))
                        .count()
                == 3);
    }

    @Test
    void triesAnEventNoMoreThanItsFunctionIsSetTo() {
        make("once");
        lambda.putFunctionEventInvokeConfig(r -> r.functionName("once").maximumRetryAttempts(0));
        send("once", "throw");
        until(() -> ended("once") == 1);
        cloud.time().advance(Duration.ofSeconds(61));
        assertThat(ended("once")).isEqualTo(1);

        lambda.putFunctionEventInvokeConfig(r -> r.functionName("once").maximumEventAgeInSeconds(60));
        send("once", "throw");
        until(() -> ended("once") == 2);
        cloud.time().advance(Duration.ofSeconds(61));

        assertThat(ended("once")).isEqualTo(2);
        assertThat(lambda.getFunctionEventInvokeConfig(r -> r.functionName("once")))
                .satisfies(config -> {
                    assertThat(config.maximumRetryAttempts()).isNull();
                    assertThat(config.maximumEventAgeInSeconds()).isEqualTo(60);
                });
    }

    @Test
    void throttlesBeyondTheReservedConcurrencyAndKeepsEventsForLater() {
        make("reserved");
        lambda.putFunctionConcurrency(r -> r.functionName("reserved").reservedConcurrentExecutions(0));

        assertThatThrownBy(() -> invoke("reserved", "answer"))
                .isInstanceOf(TooManyRequestsException.class)
                .hasMessageContaining("Rate Exceeded.");
        send("reserved", "answer");
        lambda.putFunctionConcurrency(r -> r.functionName("reserved").reservedConcurrentExecutions(1));
        until(() -> ended("reserved") == 1);

        CompletableFuture<InvokeResponse> first = CompletableFuture.supplyAsync(() -> invoke("reserved", "hang"));
        until(() -> log("reserved").stream()
                        .filter(line -> line.startsWith("START"))
                        .count()
                == 2);
        assertThatThrownBy(() -> invoke("reserved", "answer")).isInstanceOf(TooManyRequestsException.class);
        kill("function reserved");

        assertThat(first.join().payload().asUtf8String()).contains("Runtime exited with error: signal: killed");
        assertThat(invoke("reserved", "answer").functionError()).isNull();
    }

    /** Kills from outside, as the machine's own out-of-memory killer would. */
    private static void kill(String name) {
        cloud.cloud().children().running().stream()
                .filter(child -> child.name().equals(name))
                .forEach(child -> child.kill());
    }

    @Test
    void givesTheEndOfTheLog() {
        make("telling");

        String tail = new String(
                Base64.getDecoder().decode(invoke("telling", "answer").logResult()), StandardCharsets.UTF_8);

        assertThat(tail.split("\n"))
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).matches("START RequestId: [0-9a-f-]{36} Version: \\$LATEST"),
                        line -> assertThat(line).isEqualTo("got {\"do\":\"answer\"}"),
                        line -> assertThat(line).matches("END RequestId: [0-9a-f-]{36}"),
                        line -> assertThat(line)
                                .matches("REPORT RequestId: [0-9a-f-]{36}\tDuration: [0-9.]+ ms"
                                        + "\tBilled Duration: \\d+ ms\tMemory Size: 128 MB"));
        assertThat(lambda.invoke(r -> r.functionName("telling").invocationType(InvocationType.DRY_RUN))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void limitsWhatGoesInAndOut() {
        make("sized");

        assertThatThrownBy(() -> send("sized", "x".repeat(1024 * 1024)))
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining(
                        "1048585 byte payload is too large for the Event invocation type (limit 1048576 bytes)");
        assertThatThrownBy(() -> invoke("sized", "x".repeat(6 * 1024 * 1024)))
                .hasMessageContaining("Request must be smaller than 6291456 bytes for the InvokeFunction operation");
        assertThat(invoke("sized", "large").payload().asUtf8String())
                .contains("Response payload size exceeded maximum allowed payload size (6291556 bytes).");
    }

    @Test
    void reportsAHandlerThatIsNotThere() {
        make("empty", "io.mlops.Nothing::handle");

        InvokeResponse answer = invoke("empty", "answer");

        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String()).contains("io.mlops.Nothing");
        assertThatThrownBy(() -> lambda.invoke(r -> r.functionName("empty").qualifier("2")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("function:empty:2");
    }
}
