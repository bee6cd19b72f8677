package io.mlops.training;

import io.mlops.training.data.InvalidInputException;
import io.mlops.training.model.InvalidModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The image's entry point: {@code train} fits a model from {@code /opt/ml/input} into {@code /opt/ml/model}, {@code serve}
 * answers requests with it. Exit code 0 is success; 1 is a failure, with the reason on one line of standard error, and for
 * {@code train} in {@code /opt/ml/output/failure}.
 */
public final class Trainer {
    /** SageMaker shows so many characters of the failure file. */
    static final int MOST_FAILURE_CHARACTERS = 1024;
    /** Within SageMaker's 120 s between SIGTERM and SIGKILL. */
    private static final long STOP_SECONDS = 110;

    private Trainer() {}

    /**
     * Runs a command and ends the process. On SIGTERM the command is told to stop, and its exit code is the process's.
     *
     * @param arguments {@code train} or {@code serve}
     */
    public static void main(String[] arguments) {
        StopSignal stop = new StopSignal();
        CountDownLatch ended = new CountDownLatch(1);
        int[] exitCode = {1};
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.request();
            try {
                boolean inTime = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
                Runtime.getRuntime().halt(inTime ? exitCode[0] : 1);
            } catch (InterruptedException e) {
                Runtime.getRuntime().halt(1);
            }
        }));
        try {
            exitCode[0] =
                    run(arguments, new Surroundings(System.getenv(), System.out, System.err, Clock.systemUTC(), stop));
        } finally {
            ended.countDown();
        }
        System.exit(exitCode[0]);
    }

    /**
     * Runs a command.
     *
     * @param arguments {@code train} or {@code serve}
     * @param surroundings the command's world
     * @return the exit code: 0 or 1
     */
    public static int run(String[] arguments, Surroundings surroundings) {
        String command = arguments.length == 1 ? arguments[0] : "";
        return switch (command) {
            case "train" -> train(surroundings);
            case "serve" -> serve(surroundings);
            default -> {
                surroundings.err().println("usage: train | serve; got " + String.join(" ", arguments));
                yield 1;
            }
        };
    }

    private static int train(Surroundings surroundings) {
        ContainerPaths paths = ContainerPaths.of(surroundings.environment());
        try {
            new TrainCommand(paths, surroundings).run();
            return 0;
        } catch (Throwable e) {
            // Errors too: a missing class or a lack of memory is a failure that SageMaker is told like any other.
            String reason = reason(e);
            surroundings.err().println("train failed: " + reason);
            writeFailure(paths.failure(), reason, surroundings);
            return 1;
        }
    }

    private static int serve(Surroundings surroundings) {
        try {
            new ServeCommand(ContainerPaths.of(surroundings.environment()), surroundings).run();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Throwable e) {
            surroundings.err().println("serve failed: " + reason(e));
            return 1;
        }
    }

    private static String reason(Throwable e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        if (e instanceof InvalidInputException || e instanceof InvalidModelException) {
            return message;
        }
        if (e instanceof OutOfMemoryError) {
            return "out of memory (" + message + "); choose an instance type with more memory, or train on fewer rows";
        }
        return e.getClass().getSimpleName() + ": " + message;
    }

    private static void writeFailure(Path file, String reason, Surroundings surroundings) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    reason.substring(0, Math.min(reason.length(), MOST_FAILURE_CHARACTERS)),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            surroundings.err().println("the failure file cannot be written: " + reason(e));
        }
    }
}
