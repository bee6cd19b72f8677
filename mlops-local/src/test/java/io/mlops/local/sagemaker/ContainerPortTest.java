package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.mlops.local.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of a server that keeps its connections open, and answers each request but {@code wait}. */
@Timeout(10)
class ContainerPortTest {
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch waits = new CountDownLatch(1);
    private final VirtualTime time = new VirtualTime(Duration.ZERO);
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        beside(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    beside(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static void beside(Runnable task) {
        Thread thread = new Thread(task, "test");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                request.append((char) c);
                if (request.toString().endsWith("wait")) {
                    waits.countDown();
                } else if (request.toString().endsWith("go")) {
                    request.setLength(0);
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // The caller went away.
        }
    }

    private String invoke(String body) throws IOException {
        return new ContainerPort(server.getLocalPort())
                .invoke(Map.of(), body.getBytes(StandardCharsets.US_ASCII), time)
                .body()
                .asUtf8String();
    }

    @Test
    void keepsNoConnection() throws IOException {
        assertThat(invoke("go")).isEqualTo("done");
        assertThat(invoke("go")).isEqualTo("done");

        assertThat(connections).hasValue(2);
    }

    /** The JDK's server closes as it is asked to, and does not say so in its answer. */
    @Test
    void sharesNoConnectionThatItsContainerIsAboutToClose() throws Exception {
        HttpServer container =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        container.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        container.start();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            ContainerPort port = new ContainerPort(container.getAddress().getPort());
            List<Future<String>> answers = callers.invokeAll(Collections.nCopies(
                    2_000,
                    () -> port.ping() + " "
                            + port.invoke(Map.of(), new byte[] {'x'}, time)
                                    .body()
                                    .asUtf8String()));
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("true ok");
            }
        } finally {
            callers.shutdownNow();
            container.stop(0);
        }
    }

    @Test
    void waitsAMinuteForTheAnswer() throws InterruptedException {
        beside(() -> {
            try {
                waits.await();
                time.advance(Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> invoke("wait")).isInstanceOf(SocketTimeoutException.class);
    }
}
