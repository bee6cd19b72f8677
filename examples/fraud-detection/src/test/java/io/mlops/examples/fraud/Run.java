package io.mlops.examples.fraud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The README's first command as its user starts it: {@code examples/fraud-detection/run local …}. */
final class Run implements AutoCloseable {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final long LONGEST_SECONDS = 180;
    private static final boolean ON_LINUX = System.getProperty("os.name").equals("Linux");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Run(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of run");
        reader.start();
    }

    static Run local(String... options) {
        return local(Map.of(), List.of(), options);
    }

    /** Starts any command of {@code run}, with an empty standard input. */
    static Run of(Map<String, String> environment, List<String> arguments) {
        return start(environment, List.of(), arguments);
    }

    /**
     * Starts a run.
     *
     * @param environment variables beside this process's own
     * @param before a program that starts it, with its options
     */
    static Run local(Map<String, String> environment, List<String> before, String... options) {
        List<String> arguments = new ArrayList<>(List.of("local"));
        arguments.addAll(List.of(options));
        return start(environment, before, arguments);
    }

    private static Run start(Map<String, String> environment, List<String> before, List<String> arguments) {
        try {
            // What the build has just made is up to date.
            Files.writeString(HERE.resolve("target/built"), "");
            List<String> command = new ArrayList<>(before);
            command.addAll(defaultSignals());
            command.add(HERE.resolve("run").toString());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().putAll(environment);
            return new Run(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A build in the background ignores SIGINT, and what it starts inherits that. A group of its own lets a test signal
     * the run and all its children at once, as a terminal does.
     */
    private static List<String> defaultSignals() {
        return ON_LINUX ? List.of("env", "--default-signal=INT", "setsid") : List.of();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (UncheckedIOException | IOException e) {
            // The process was killed by its test.
        }
    }

    /** Waits for a line of output. */
    void awaitLine(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (lines.stream().noneMatch(wanted)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("the line did not come:\n" + output());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    int exitStatus() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Waits until the run has child processes. */
    List<ProcessHandle> awaitDescendants() throws InterruptedException {
        while (process.isAlive()) {
            List<ProcessHandle> found = descendants();
            if (!found.isEmpty()) {
                return found;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("it ended without child processes:\n" + output());
    }

    /** Does what Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        String target = (ON_LINUX ? "-" : "") + process.pid();
        new ProcessBuilder("kill", "-INT", "--", target).start().waitFor();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    String output() {
        return String.join("\n", lines);
    }

    String lastLine() {
        return lines.get(lines.size() - 1);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
