package io.mlops.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model's server, for tests: answers with its model's text, and with 500 where that says so. */
final class ModelServer {
    private ModelServer() {}

    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(System.getenv("SAGEMAKER_BASE_DIR"), "model", "model.txt");
        String text = Files.readString(model).strip();
        System.out.println("serving " + text);
        if (text.equals("broken")) {
            throw new IOException("the model cannot be read");
        }
        int port = Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/ping", exchange -> answer(exchange, 200, ""));
        server.createContext("/invocations", exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, text.equals("bad") ? 500 : 200, text);
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
