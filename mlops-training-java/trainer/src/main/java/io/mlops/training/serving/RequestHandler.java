package io.mlops.training.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.mlops.training.data.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads a request, routes it, and sends the answer; whatever goes wrong ends in an answer. */
final class RequestHandler implements HttpHandler {
    /** InvokeEndpoint's {@code BodyBlob} has at most so many bytes. */
    static final int MOST_BYTES = 6 * 1024 * 1024;
    /** So much of a body that is too long is read and forgotten, so that the client reads our answer and no reset. */
    private static final long MOST_BYTES_FORGOTTEN = 64L * 1024 * 1024;

    /** What a caller of InvokeEndpoint sends along goes back with the answer. */
    private static final String ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes";

    private static final int MOST_ATTRIBUTES = 1024;

    private final Invocations invocations;
    private final Admission admission;
    private final InFlight inFlight;
    private final ServingMetrics metrics = new ServingMetrics();

    RequestHandler(Invocations invocations, Admission admission, InFlight inFlight) {
        this.invocations = invocations;
        this.admission = admission;
        this.inFlight = inFlight;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        boolean begun = inFlight.begin();
        // Closing the exchange flushes the answer: only then has the request ended.
        try (exchange) {
            if (begun) {
                Answer answer = answer(exchange);
                send(exchange, answer);
                if (exchange.getRequestURI().getPath().equals("/invocations")) {
                    metrics.count(answer.status(), System.nanoTime() - start, answer.body().length);
                }
            } else {
                exchange.getResponseHeaders().set("Connection", "close");
                send(exchange, Answer.error(503, "the server is ending"));
            }
        } finally {
            if (begun) {
                inFlight.end();
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            return route(exchange);
        } catch (RefusedRequestException e) {
            return Answer.error(e.status(), Objects.requireNonNullElse(e.getMessage(), "refused"));
        } catch (RuntimeException | Error e) {
            // The class alone: a message might hold a customer's row.
            System.err.println("invocation failed: " + e.getClass().getName());
            return Answer.error(500, "internal error");
        }
    }

    private Answer route(HttpExchange exchange) throws IOException {
        return switch (exchange.getRequestURI().getPath()) {
            case "/ping" -> {
                require("GET", exchange);
                yield Answer.empty();
            }
            case "/invocations" -> {
                require("POST", exchange);
                yield invocation(exchange);
            }
            case "/execution-parameters" -> {
                require("GET", exchange);
                yield Answer.text(MediaType.JSON.text(), executionParameters());
            }
            case "/metrics" -> {
                require("GET", exchange);
                yield Answer.text(ServingMetrics.TYPE, metrics.text());
            }
            default ->
                Answer.error(
                        404,
                        "no such path; accepted is POST /invocations, GET /ping, GET /execution-parameters or GET /metrics");
        };
    }

    /**
     * What batch transform does where the job does not say otherwise: requests of many rows, as large as they may be, as many
     * at a time as are answered at a time.
     */
    private byte[] executionParameters() {
        String json = "{\"MaxConcurrentTransforms\":" + admission.running()
                + ",\"BatchStrategy\":\"MULTI_RECORD\",\"MaxPayloadInMB\":" + MOST_BYTES / 1024 / 1024 + "}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    /** Waits for its turn before it reads: a body that waits takes no memory. */
    private Answer invocation(HttpExchange exchange) throws IOException {
        if (!admission.begin()) {
            exchange.getResponseHeaders().set("Connection", "close");
            return Answer.error(503, "the server is busy with other requests; send the request again");
        }
        try {
            return invocations.answer(header(exchange, "Content-Type"), header(exchange, "Accept"), body(exchange));
        } finally {
            admission.end();
        }
    }

    private static void require(String method, HttpExchange exchange) {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new RefusedRequestException(
                    405, "method " + Texts.quoted(exchange.getRequestMethod()) + "; accepted is " + method);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            forget(in);
            throw new RefusedRequestException(
                    413, "the body has more than " + MOST_BYTES + " bytes; send fewer rows at a time");
        }
        return body;
    }

    private static void forget(InputStream in) throws IOException {
        // By reading: the JDK's fixed-length stream does not count what is skipped.
        byte[] forgotten = new byte[64 * 1024];
        long left = MOST_BYTES_FORGOTTEN;
        int read = in.read(forgotten);
        while (read > 0 && left > 0) {
            left -= read;
            read = in.read(forgotten);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        String attributes = header(exchange, ATTRIBUTES);
        if (!attributes.isEmpty() && attributes.length() <= MOST_ATTRIBUTES) {
            exchange.getResponseHeaders().set(ATTRIBUTES, attributes);
        }
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
