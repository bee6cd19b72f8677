package io.mlops.training.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.mlops.training.data.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads a request, routes it, and sends the answer; whatever goes wrong ends in an answer. */
final class RequestHandler implements HttpHandler {
    /** InvokeEndpoint's {@code BodyBlob} has at most so many bytes. */
    static final int MOST_BYTES = 6 * 1024 * 1024;
    /** So much of a body that is too long is read and forgotten, so that the client reads our answer and no reset. */
    private static final long MOST_BYTES_FORGOTTEN = 64L * 1024 * 1024;

    private final Invocations invocations;
    private final Admission admission;
    private final InFlight inFlight;

    RequestHandler(Invocations invocations, Admission admission, InFlight inFlight) {
        this.invocations = invocations;
        this.admission = admission;
        this.inFlight = inFlight;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        boolean begun = inFlight.begin();
        // Closing the exchange flushes the answer: only then has the request ended.
        try (exchange) {
            if (begun) {
                send(exchange, answer(exchange));
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
            default -> Answer.error(404, "no such path; accepted is GET /ping or POST /invocations");
        };
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
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
