package io.mlops.local.sagemaker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model's server, for tests: it answers with its model, or misbehaves as a request says. */
final class EchoServer {
    private EchoServer() {}

    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(System.getenv("SAGEMAKER_BASE_DIR"), "model", "model.txt");
        System.out.println("serving " + String.join(",", arguments) + " " + model.getFileName());
        int port = Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/ping", exchange -> answer(exchange, 200, ""));
        server.createContext("/invocations", exchange -> invocation(exchange, model));
        server.start();
    }

    private static void invocation(HttpExchange exchange, Path model) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (body.equals("die")) {
            Runtime.getRuntime().halt(3);
        } else if (body.startsWith("status ")) {
            answer(exchange, Integer.parseInt(body.substring(7)), "no: " + body);
        } else if (body.equals("slow")) {
            slow();
            answer(exchange, 200, Files.readString(model));
        } else if (body.startsWith("env ")) {
            answer(exchange, 200, String.valueOf(System.getenv(body.substring(4))));
        } else {
            exchange.getResponseHeaders().set("Content-Type", "text/csv");
            exchange.getResponseHeaders()
                    .set(
                            "X-Amzn-SageMaker-Custom-Attributes",
                            "saw " + exchange.getRequestHeaders().getFirst("X-Amzn-SageMaker-Custom-Attributes"));
            answer(
                    exchange,
                    200,
                    Files.readString(model) + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                            + exchange.getRequestHeaders().getFirst("Accept") + " " + body);
        }
    }

    private static void slow() throws IOException {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
