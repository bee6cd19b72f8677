package io.mlops.launch;

import io.mlops.contract.ContractJson;
import io.mlops.contract.TrainingSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * The program that runs in the Train stage's build. Region, credentials and endpoint come from the SDK's default chain.
 * Exit codes: 0 a model package was registered, 1 it was not, 2 the command line is wrong; told to end by SIGTERM or SIGINT,
 * the program stops the training job, waits up to 150 s for its end, and exits with 143 or 130.
 */
@Command(
        name = "mlops-launcher",
        description = "Runs a SageMaker training job and registers its model as a package that waits for approval.")
public final class LaunchCommand implements Callable<Integer> {
    /** A container has two minutes to end, and SageMaker keeps its model then (developer guide, how training runs). */
    private static final Duration LONGEST_END = Duration.ofSeconds(150);

    private final PrintStream out;
    private final CountDownLatch ended = new CountDownLatch(1);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "training.json")
    private Path settings = Path.of("training.json");

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            description = "takes model_package_arn.txt and evaluation.json; default: the working directory")
    private Path output = Path.of("");

    LaunchCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the program.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        // CodeBuild's locale may be POSIX; people's log lines are not only ASCII.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(execute(out, arguments));
    }

    static int execute(PrintStream out, String... arguments) {
        LaunchCommand launcher = new LaunchCommand(out);
        int exit = new CommandLine(launcher)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    String message = failure.getMessage();
                    out.println(message == null || message.isBlank() ? failure.toString() : message);
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
        launcher.ended.countDown();
        return exit;
    }

    /** Runs the Train stage. */
    @Override
    public Integer call() {
        TrainingSettings training = ContractJson.read(TrainingSettings.class, settings.toString(), read(settings));
        LaunchEnvironment environment = LaunchEnvironment.read(System.getenv(), Clock.systemUTC());
        try (SageMakerClient sageMaker = SageMakerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            Launch launch = new Launch(
                    training,
                    environment,
                    new LaunchClients(
                            sageMaker,
                            once(() -> CloudWatchLogsClient.builder()
                                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                                    .build()),
                            once(() -> S3Client.builder()
                                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                                    .build()),
                            once(() -> EcrClient.builder()
                                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                                    .build())),
                    new Polling(Clock.systemUTC(), Sleeper.system()),
                    out,
                    output);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launch), "stop training job"));
            launch.run();
            return CommandLine.ExitCode.OK;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LaunchFailedException("--settings " + file + ": not readable (" + e + ")"
                    + "; accepted is the training.json of the Settings artifact");
        }
    }

    /** Stops the training job and waits until it has ended, so that its last lines are seen; CodeBuild may be quicker. */
    private void stop(Launch launch) {
        launch.stop();
        try {
            if (!ended.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                out.println("the training job has not ended yet; SageMaker ends it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> Supplier<T> once(Supplier<T> maker) {
        return new Supplier<>() {
            private @Nullable T made;

            @Override
            public synchronized T get() {
                T found = made;
                if (found == null) {
                    found = maker.get();
                    made = found;
                }
                return found;
            }
        };
    }
}
