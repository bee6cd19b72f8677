package io.mlops.local.lambda;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The Lambda Runtime API for one function instance: {@code next}, {@code response}, {@code error} and {@code
 * init/error} (AWS Lambda developer guide, Using the Lambda runtime API).
 */
final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final int LARGEST_ANSWER = 6_291_556;

    private static final String TOO_LARGE =
            "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response"
                    + " payload size exceeded maximum allowed payload size (" + LARGEST_ANSWER + " bytes).\"}";

    private final HttpServer server;
    private final ExecutorService threads;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final String functionArn;
    private final Consumer<String> initError;
    private volatile @Nullable Invocation current;

    RuntimeApi(String functionArn, Consumer<String> initError) {
        this.functionArn = functionArn;
        this.initError = initError;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "mlops-local lambda runtime");
            thread.setDaemon(true);
            return thread;
        });
        try {
            this.server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(ROOT, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void offer(Invocation invocation) {
        waiting.add(invocation);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(ROOT.length());
        try (exchange) {
            if (path.equals("invocation/next")) {
                sendNext(exchange);
            } else if (path.equals("init/error")) {
                initError.accept(text(exchange));
                accept(exchange);
            } else {
                takeAnswer(exchange, path.split("/"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendNext(HttpExchange exchange) throws IOException, InterruptedException {
        Invocation invocation = waiting.take();
        current = invocation;
        Headers headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(invocation.deadline().toEpochMilli()));
        headers.set("Content-Type", "application/json");
        byte[] payload = invocation.payload();
        exchange.sendResponseHeaders(200, payload.length == 0 ? -1 : payload.length);
        if (payload.length > 0) {
            exchange.getResponseBody().write(payload);
        }
    }

    private void takeAnswer(HttpExchange exchange, String[] path) throws IOException {
        Invocation invocation = current;
        if (path.length != 3
                || !path[0].equals("invocation")
                || invocation == null
                || !invocation.requestId().equals(path[1])) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        byte[] answer = exchange.getRequestBody().readNBytes(LARGEST_ANSWER + 1);
        if (answer.length > LARGEST_ANSWER) {
            exchange.sendResponseHeaders(413, -1);
            invocation.answer(new Invocation.Answer(SdkBytes.fromUtf8String(TOO_LARGE), true));
            return;
        }
        accept(exchange);
        invocation.answer(new Invocation.Answer(SdkBytes.fromByteArrayUnsafe(answer), !path[2].equals("response")));
    }

    private static String text(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8);
    }

    private static void accept(HttpExchange exchange) throws IOException {
        byte[] body = "{\"status\":\"OK\"}\n".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(202, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
