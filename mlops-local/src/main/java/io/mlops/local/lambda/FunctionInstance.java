package io.mlops.local.lambda;

import io.mlops.local.account.ChildEnvironment;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import io.mlops.local.logs.LogWriter;
import io.mlops.local.process.Child;
import io.mlops.local.process.ChildCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** A JVM that runs a function's handler, one invocation at a time. */
final class FunctionInstance {
    /** The first JDK that warns of the runtime client's native library (JEP 472). */
    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    /** What a handler printed before it answered is still on its way through the pipe for so long. */
    private static final Duration PIPE = Duration.ofMillis(5);

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(15);
    private static final int SIGKILL = 9;

    private static final String NATIVE_LIBRARY =
            "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=";

    private final FunctionConfiguration configuration;
    private final FunctionCode code;
    private final LogWriter log;
    private final RuntimeApi api;
    private final Child child;
    private final Instant expiration;
    private final LogTail tail = new LogTail();
    private volatile @Nullable Invocation current;
    private volatile boolean ending;
    private volatile Instant idleSince = Instant.EPOCH;

    FunctionInstance(
            Cloud cloud, String region, FunctionConfiguration configuration, FunctionCode code, AccessKey session) {
        this.configuration = configuration;
        this.code = code;
        this.expiration = session.expiration().orElse(Instant.MAX);
        String group = "/aws/lambda/" + configuration.functionName();
        String stream = DateTimeFormatter.ofPattern("yyyy/MM/dd")
                        .format(LocalDate.ofInstant(cloud.scheduler().now(), ZoneOffset.UTC))
                + "/[$LATEST]" + cloud.ids().uuid().replace("-", "");
        this.log = LogWriter.open(cloud, session.caller(), region, group, stream);
        this.api = new RuntimeApi(configuration.functionArn(), this::failInit);
        Path home = code.directory().resolveSibling("home-" + cloud.ids().alphanumeric(8));
        Map<String, String> environment =
                ChildEnvironment.of(home, cloud.settings().endpoint(), region, session);
        environment.putAll(runtimeVariables(group, stream));
        this.child = cloud.children()
                .start(
                        new ChildCommand(
                                "function " + configuration.functionName(),
                                command(cloud, configuration, home),
                                code.directory(),
                                environment),
                        this::line);
        child.whenEnded(this::ended);
    }

    /** The heap and the compiler are set as AWS's own managed runtimes set them: serial collector, C1 alone. */
    private static List<String> command(Cloud cloud, FunctionConfiguration configuration, Path home) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + configuration.memorySize() * 8 / 10 + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + home.resolve("tmp")));
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        Path jars = cloud.settings().directory().resolve("functions").resolve("runtime");
        String classPath = RuntimeJars.classPath(jars);
        RuntimeJars.nativeLibrary(jars).ifPresent(library -> command.add(NATIVE_LIBRARY + library));
        command.addAll(List.of(
                "-cp",
                classPath,
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                configuration.handler()));
        return command;
    }

    private Map<String, String> runtimeVariables(String group, String stream) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (configuration.environment() != null) {
            variables.putAll(configuration.environment().variables());
        }
        variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
        variables.put("_HANDLER", configuration.handler());
        variables.put("LAMBDA_TASK_ROOT", code.directory().toString());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", configuration.functionName());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", configuration.memorySize().toString());
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", group);
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        return variables;
    }

    boolean runs(FunctionConfiguration wanted, FunctionCode wantedCode) {
        return isAlive()
                && code.equals(wantedCode)
                && configuration.revisionId().equals(wanted.revisionId());
    }

    void idleSince(Instant moment) {
        idleSince = moment;
    }

    Instant idleSince() {
        return idleSince;
    }

    private boolean isAlive() {
        return !ending && child.isAlive();
    }

    /** Says whether an invocation may begin here: the process runs, and its credentials outlast any timeout. */
    boolean lives(Instant now) {
        return isAlive() && now.plus(LONGEST_TIMEOUT).isBefore(expiration);
    }

    private void line(String text) {
        tail.add(text);
        log.line(text);
    }

    /** Runs an invocation; its answer comes within the function's timeout, or the instance is ended. */
    CompletableFuture<Invocation.Answer> run(Cloud cloud, Invocation invocation) {
        Instant begun = cloud.scheduler().now();
        tail.clear();
        line("START RequestId: " + invocation.requestId() + " Version: $LATEST");
        current = invocation;
        if (!child.isAlive()) {
            fail(invocation, "Runtime.ExitError", "RequestId: " + invocation.requestId() + " Error: Runtime exited");
        }
        api.offer(invocation);
        var timeout = cloud.scheduler()
                .after(Duration.between(begun, invocation.deadline()), () -> failTimeout(cloud, invocation));
        CompletableFuture<Invocation.Answer> ended = new CompletableFuture<>();
        CompletableFuture<Void> unused = invocation.answer().thenAccept(answer -> {
            timeout.cancel();
            Duration took = Duration.between(begun, cloud.scheduler().now());
            Runnable end = () -> ended.complete(end(invocation, answer, took));
            if (cloud.scheduler().isClosed()) {
                end.run();
            } else {
                cloud.scheduler().after(PIPE, end);
            }
        });
        return ended;
    }

    private Invocation.Answer end(Invocation invocation, Invocation.Answer answer, Duration took) {
        line("END RequestId: " + invocation.requestId());
        line("REPORT RequestId: " + invocation.requestId() + "\tDuration: "
                + String.format(Locale.ROOT, "%.2f", took.toNanos() / 1e6) + " ms\tBilled Duration: "
                + (took.toNanos() + 999_999) / 1_000_000 + " ms\tMemory Size: " + configuration.memorySize() + " MB");
        log.flush();
        return new Invocation.Answer(answer.payload(), answer.failed(), tail.base64());
    }

    private void failTimeout(Cloud cloud, Invocation invocation) {
        String message = "Task timed out after " + configuration.timeout() + ".00 seconds";
        line(cloud.scheduler().now().truncatedTo(ChronoUnit.MILLIS) + " " + invocation.requestId() + " " + message);
        ending = true;
        fail(invocation, "Sandbox.Timedout", "RequestId: " + invocation.requestId() + " Error: " + message);
        end();
    }

    private void failInit(String error) {
        line(error);
        ending = true;
        Invocation invocation = current;
        if (invocation != null) {
            invocation.answer(new Invocation.Answer(SdkBytes.fromUtf8String(error), true));
        }
        end();
    }

    private void ended(int status) {
        api.close();
        log.close();
        Invocation invocation = current;
        if (invocation != null) {
            fail(
                    invocation,
                    "Runtime.ExitError",
                    "RequestId: " + invocation.requestId() + " Error: Runtime exited " + how(status));
        }
    }

    private static String how(int status) {
        if (status == 0) {
            return "without providing a reason";
        }
        return "with error: " + (status == 128 + SIGKILL ? "signal: killed" : "exit status " + status);
    }

    private static void fail(Invocation invocation, String type, String message) {
        String json = "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message.replace("\"", "'") + "\"}";
        invocation.answer(new Invocation.Answer(SdkBytes.fromUtf8String(json), true));
    }

    void end() {
        ending = true;
        child.kill();
    }
}
