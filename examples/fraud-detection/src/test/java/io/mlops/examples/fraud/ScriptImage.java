package io.mlops.examples.fraud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Stands for AWS's scikit-learn image: it fetches and runs the team's script where the hyperparameters of the SageMaker
 * training toolkit, and for serving its variables, say that it is; by {@code sh}, since there may be no Python.
 */
final class ScriptImage {
    private static final Path BASE = Path.of(required(System.getenv("SAGEMAKER_BASE_DIR")));
    private static final Path CODE = BASE.resolve("code");

    private ScriptImage() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Files.createDirectories(CODE);
        if (arguments[0].equals("train")) {
            System.exit(train());
        }
        serve();
    }

    private static int train() throws IOException, InterruptedException {
        String json = Files.readString(BASE.resolve("input/config/hyperparameters.json"));
        Path archive = Files.createTempFile("sourcedir", ".tar.gz");
        Matcher uri = Pattern.compile("s3://([^/]+)/(.+)").matcher(parameter(json, "sagemaker_submit_directory"));
        if (!uri.matches()) {
            throw new IOException("not in S3: " + json);
        }
        try (S3Client s3 = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            Files.write(
                    archive,
                    s3.getObjectAsBytes(get -> get.bucket(uri.group(1)).key(uri.group(2)))
                            .asByteArray());
        }
        run("tar", "xzf", archive.toString(), "-C", CODE.toString());
        return script("sh", parameter(json, "sagemaker_program"), "train")
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Reads a hyperparameter whose value is a text in JSON, in a JSON object. */
    private static String parameter(String json, String name) {
        Matcher value = Pattern.compile("\"" + name + "\"\\s*:\\s*\"\\\\\"([^\"]*)\\\\\"\"")
                .matcher(json);
        if (!value.find()) {
            throw new IllegalStateException(name + " is not said as JSON: " + json);
        }
        return value.group(1);
    }

    private static ProcessBuilder script(String... command) {
        ProcessBuilder script = new ProcessBuilder(command).directory(CODE.toFile());
        script.environment().put("SM_MODEL_DIR", BASE.resolve("model").toString());
        return script;
    }

    private static void serve() throws IOException, InterruptedException {
        String directory = required(System.getenv("SAGEMAKER_SUBMIT_DIRECTORY"));
        run("cp", "-r", directory.replaceFirst("^/opt/ml", BASE.toString()) + "/.", CODE.toString());
        int port = Integer.parseInt(required(System.getenv("SAGEMAKER_BIND_TO_PORT")));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/ping", exchange -> answer(exchange, new byte[0]));
        server.createContext("/invocations", ScriptImage::predict);
        server.start();
    }

    private static void predict(HttpExchange exchange) throws IOException {
        String type = required(exchange.getRequestHeaders().getFirst("Content-Type"));
        Process script = script("sh", required(System.getenv("SAGEMAKER_PROGRAM")), type)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        exchange.getRequestBody().transferTo(script.getOutputStream());
        script.getOutputStream().close();
        exchange.getResponseHeaders().set("Content-Type", type);
        answer(exchange, script.getInputStream().readAllBytes());
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(List.of(command) + " failed");
        }
    }

    private static <T> T required(@Nullable T given) {
        return Objects.requireNonNull(given, "the launcher did not say it");
    }
}
