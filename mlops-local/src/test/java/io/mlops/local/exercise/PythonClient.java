package io.mlops.local.exercise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.LocalAws;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** boto3 or the AWS CLI, unmodified, behind {@code call.py}: a JSON line for each call, and one for each answer. */
final class PythonClient implements Client {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final BufferedWriter calls;
    private final BufferedReader answers;

    /** Starts the client of that name, {@code boto3} or {@code cli}. */
    PythonClient(String name, LocalAws aws, Path files) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("python3", script(), name, files.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        builder.environment().put("AWS_DEFAULT_REGION", aws.region());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("HOME", files.toString());
        process = builder.start();
        calls = process.outputWriter();
        answers = process.inputReader();
    }

    /** Says whether the client is installed where the tests run. */
    static boolean isPresent(String name) {
        try {
            String module = name.equals("cli") ? "awscli" : "boto3";
            Process probe = new ProcessBuilder("python3", "-c", "import " + module)
                    .redirectErrorStream(true)
                    .start();
            return probe.waitFor(30, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String script() {
        return Path.of("src", "test", "python", "call.py").toAbsolutePath().toString();
    }

    @Override
    public Answer call(Key key, String service, String operation, JsonNode input) {
        ObjectNode call = JSON.createObjectNode().put("service", service).put("operation", operation);
        call.set("input", input.isObject() ? input : JSON.createObjectNode());
        call.putArray("key").add(key.id()).add(key.secret()).add(key.token());
        try {
            calls.write(JSON.writeValueAsString(call));
            calls.newLine();
            calls.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("call.py ended at " + service + " " + operation);
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("broken")) {
                throw new IllegalStateException(answer.path("broken").asText());
            }
            return new Answer(
                    answer.path("output"),
                    Optional.ofNullable(answer.get("error")).map(JsonNode::asText),
                    answer.path("message").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
