package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a document as the response's body. */
final class Answers {
    private Answers() {}

    static void send(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304 || body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream stream = exchange.getResponseBody()) {
            stream.write(body);
        }
    }
}
