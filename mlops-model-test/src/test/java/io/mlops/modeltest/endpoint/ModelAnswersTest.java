package io.mlops.modeltest.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

class ModelAnswersTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void doesNotAskASlowModelTwiceAndBlamesIt() {
        serve(exchange -> await());

        try (SageMakerRuntimeClient runtime = client(server.getAddress().getPort(), Duration.ofMillis(200))) {
            assertThatThrownBy(() -> new ModelAnswers(runtime, "endpoint").ask("text/csv", "1\n"))
                    .isInstanceOf(ModelAnswers.RefusedException.class)
                    .hasMessageContaining("did not answer in time");
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainWhenSageMakerIsAwayForAMoment() {
        serve(exchange -> {
            byte[] body = "0.5\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.get() == 1 ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        });

        try (SageMakerRuntimeClient runtime = client(server.getAddress().getPort(), Duration.ofSeconds(10))) {
            assertThat(new ModelAnswers(runtime, "endpoint").ask("text/csv", "1\n"))
                    .isEqualTo("0.5\n");
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void doesNotBlameTheModelWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        try (SageMakerRuntimeClient runtime = client(port, Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> new ModelAnswers(runtime, "endpoint").ask("text/csv", "1\n"))
                    .isInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void waitsLongerThanSageMakerLetsAModelTake() {
        assertThat(ModelAnswers.READ_TIMEOUT).isGreaterThan(Duration.ofSeconds(60));
    }

    private void serve(HttpHandler answer) {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            try (HttpExchange open = exchange) {
                open.getRequestBody().readAllBytes();
                answer.handle(open);
            }
        });
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SageMakerRuntimeClient client(int port, Duration readTimeout) {
        return ModelAnswers.client(readTimeout)
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }
}
