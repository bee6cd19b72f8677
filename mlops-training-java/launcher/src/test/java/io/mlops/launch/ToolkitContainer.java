package io.mlops.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Stands for AWS's scikit-learn image: it finds, unpacks and runs the team's script as {@code sagemaker-training} and {@code
 * sagemaker-containers} do ({@code environment.py}, {@code files.py}, {@code mapping.py}), but by {@code sh}, since there
 * may be no Python. Its {@code /opt/ml} is {@code SAGEMAKER_BASE_DIR}.
 */
final class ToolkitContainer {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path BASE = Path.of(System.getenv().getOrDefault("SAGEMAKER_BASE_DIR", "/opt/ml"));
    private static final Path CODE = BASE.resolve("code");

    private ToolkitContainer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("train")) {
            System.exit(train());
        }
        serve();
    }

    private static int train() throws IOException, InterruptedException {
        Map<String, JsonNode> parameters = hyperParameters();
        String program = required(parameters.get("sagemaker_program")).asText();
        install(required(parameters.get("sagemaker_submit_directory")).asText());
        List<String> command = new ArrayList<>(List.of("sh", program));
        parameters.forEach((name, value) -> {
            if (!name.startsWith("sagemaker_")) {
                command.add("--" + name);
                command.add(value.isValueNode() ? value.asText() : value.toString());
            }
        });
        ProcessBuilder script = script(command).inheritIO();
        script.environment()
                .put("SM_CHANNEL_TRAINING", BASE.resolve("input/data/training").toString());
        script.environment()
                .put("SM_OUTPUT_DATA_DIR", BASE.resolve("output/data").toString());
        int exit = script.start().waitFor();
        if (exit != 0) {
            Files.writeString(BASE.resolve("output/failure"), "ExecuteUserScriptError: exit code " + exit);
        }
        return exit;
    }

    private static <T> T required(@Nullable T given) {
        return Objects.requireNonNull(given, "the launcher did not say it");
    }

    private static Map<String, JsonNode> hyperParameters() throws IOException {
        Map<String, JsonNode> decoded = new TreeMap<>();
        JSON.readTree(BASE.resolve("input/config/hyperparameters.json").toFile())
                .properties()
                .forEach(entry ->
                        decoded.put(entry.getKey(), decode(entry.getValue().asText())));
        return decoded;
    }

    private static JsonNode decode(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** As {@code download_and_extract}: an S3 URI, a directory, or an archive. */
    private static void install(String location) throws IOException, InterruptedException {
        Files.createDirectories(CODE);
        Path found = Path.of(location.replaceFirst("^/opt/ml", BASE.toString()));
        if (location.startsWith("s3://")) {
            found = Files.createTempFile("tar_file", "");
            S3Uri uri = S3Uri.parse("sagemaker_submit_directory", location);
            try (S3Client s3 = S3Client.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .build()) {
                Files.write(
                        found,
                        s3.getObjectAsBytes(get -> get.bucket(uri.bucket()).key(uri.key()))
                                .asByteArray());
            }
        }
        List<String> command = Files.isDirectory(found)
                ? List.of("cp", "-r", found + "/.", CODE.toString())
                : List.of("tar", "xzf", found.toString(), "-C", CODE.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(location + " could not be unpacked");
        }
    }

    private static ProcessBuilder script(List<String> command) {
        ProcessBuilder script = new ProcessBuilder(command).directory(CODE.toFile());
        script.environment().put("SM_MODEL_DIR", BASE.resolve("model").toString());
        return script;
    }

    /** The module's {@code model_fn} and {@code predict_fn} are the script's argument {@code predict}. */
    private static void serve() throws IOException, InterruptedException {
        install(required(System.getenv("SAGEMAKER_SUBMIT_DIRECTORY")));
        int port = Integer.parseInt(required(System.getenv("SAGEMAKER_BIND_TO_PORT")));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/ping", exchange -> answer(exchange, new byte[0]));
        server.createContext("/invocations", ToolkitContainer::predict);
        server.start();
    }

    private static void predict(HttpExchange exchange) throws IOException {
        Process script = script(List.of("sh", required(System.getenv("SAGEMAKER_PROGRAM")), "predict"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        exchange.getRequestBody().transferTo(script.getOutputStream());
        script.getOutputStream().close();
        byte[] answer = script.getInputStream().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "text/csv");
        answer(exchange, answer);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
