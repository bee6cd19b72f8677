package io.mlops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of the machine that a test runs; where it is absent a line says so and the test is skipped. */
public final class Command {
    private final Path program;
    private final Map<String, String> environment;

    private Command(Path program, Map<String, String> environment) {
        this.program = program;
        this.environment = environment;
    }

    public static Command find(String name) {
        return find(name, Map.of());
    }

    public static Command find(String name, Map<String, String> environment) {
        Optional<Path> found = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println(name + " is not installed: what it would check is not checked");
        }
        Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
        return new Command(found.orElseThrow(), environment);
    }

    /** What it printed, errors included. */
    public Output run(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        // No command of a test reaches the user's account.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How a program ended. */
    public record Output(int status, String text) {
        /** Skips the test, with a line, if the program found that something is absent. */
        public Output unlessStatus(int absent, String reason) {
            if (status == absent) {
                System.out.println(reason + ": what it would check is not checked");
            }
            Assumptions.assumeTrue(status != absent, reason);
            return this;
        }
    }
}
