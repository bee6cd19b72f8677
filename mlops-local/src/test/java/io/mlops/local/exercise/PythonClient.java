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
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * boto3 or the AWS CLI, unmodified, behind {@code call.py}: a JSON line for each call, and one for each answer. A program
 * serves one exercise after another, since most of its time goes into its start.
 */
final class PythonClient implements Client {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, Boolean> PRESENT = new ConcurrentHashMap<>();
    private static final Map<String, Queue<Program>> IDLE = new ConcurrentHashMap<>();

    private final Program program;
    private final Queue<Program> home;

    /** A program that runs; it ends with the JVM, whose end closes its input. */
    private record Program(BufferedWriter calls, BufferedReader answers) {
        static Program start(String name) {
            ProcessBuilder builder =
                    new ProcessBuilder("python3", script(), name).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
            builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
            try {
                Process process = builder.start();
                return new Program(process.outputWriter(), process.inputReader());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void write(ObjectNode line) {
            try {
                calls.write(JSON.writeValueAsString(line));
                calls.newLine();
                calls.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Takes the client of that name, {@code boto3} or {@code cli}, for one emulator. */
    PythonClient(String name, LocalAws aws, Path files) {
        home = IDLE.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>());
        Program idle = home.poll();
        program = idle == null ? Program.start(name) : idle;
        ObjectNode begin = JSON.createObjectNode();
        begin.putObject("begin")
                .put("endpoint", aws.endpoint().toString())
                .put("region", aws.region())
                .put("files", files.toString());
        program.write(begin);
    }

    /** Says whether the client is installed where the tests run. */
    static boolean isPresent(String name) {
        return PRESENT.computeIfAbsent(name, PythonClient::imports);
    }

    private static boolean imports(String name) {
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
            program.write(call);
            String line = program.answers().readLine();
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
        home.add(program);
    }
}
