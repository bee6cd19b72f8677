package io.mlops.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts children and ends all that are left when it is closed. Needs {@code bash}. */
public final class Children implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);
    private static final int LONGEST_LINE = 256 * 1024;
    private static final int CLOSE_SECONDS = 8;

    private final Path supervisor;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();
    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * Makes the starter of children.
     *
     * @param directory where the supervisor's script is kept
     */
    public Children(Path directory) {
        this.supervisor = directory.resolve("supervise.sh");
        try (InputStream script = Children.class.getResourceAsStream("supervise.sh")) {
            if (script == null) {
                throw new IllegalStateException("supervise.sh is missing from the jar");
            }
            Files.createDirectories(directory);
            Files.write(supervisor, script.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a child.
     *
     * @param child what to run
     * @param output takes each line of standard output and standard error, in order, on one thread
     * @return the running child
     * @throws UncheckedIOException if {@code bash} cannot be started
     * @throws IllegalStateException if this is closed
     */
    public Child start(ChildCommand child, Consumer<String> output) {
        String mark = UUID.randomUUID().toString();
        List<String> command = new ArrayList<>(List.of("bash", supervisor.toString(), mark));
        command.addAll(child.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(child.directory().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(child.environment());
        try {
            // Whoever closes sees this child, or it is not started.
            synchronized (this) {
                if (closed) {
                    throw new IllegalStateException("closed: " + child.name() + " was not started");
                }
                return watch(child.name(), builder.start(), output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(child.name() + " could not be started", e);
        }
    }

    private Child watch(String name, Process process, Consumer<String> output) {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Child child = new Child(name, process, exit);
        running.add(child);
        Thread reader = new Thread(
                () -> {
                    try {
                        deliverLines(process.getInputStream(), output);
                    } finally {
                        int status = exitStatus(process);
                        running.remove(child);
                        exit.complete(status);
                        readers.remove(Thread.currentThread());
                    }
                },
                "output of " + name);
        reader.setDaemon(true);
        readers.add(reader);
        reader.start();
        return child;
    }

    private static int exitStatus(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                // Nobody interrupts the reader on purpose, and the status is owed.
            }
        }
    }

    private static void deliverLines(InputStream stream, Consumer<String> output) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c != '\n') {
                    line.append((char) c);
                }
                if (c == '\n' || line.length() >= LONGEST_LINE) {
                    deliver(line.toString(), output);
                    line.setLength(0);
                }
            }
            if (line.length() > 0) {
                deliver(line.toString(), output);
            }
        } catch (IOException e) {
            // The pipe broke with its process; what came before was delivered.
        }
    }

    /** A reader that stopped would leave the child writing into a full pipe. */
    private static void deliver(String line, Consumer<String> output) {
        try {
            output.accept(line);
        } catch (RuntimeException e) {
            LOG.debug("a line of output was not taken", e);
        }
    }

    /**
     * Lists the children that still run, each to be ended by {@link Child#kill()}. Their names begin with what they are:
     * {@code build demo:5c1e…}, {@code training job fraud-7}, {@code endpoint fraud variant AllTraffic},
     * {@code function deploy}.
     *
     * @return handles, by name
     */
    public List<Child> running() {
        return running.stream().sorted(Comparator.comparing(Child::name)).toList();
    }

    /**
     * Counts the children that still run.
     *
     * @return their number
     */
    public int count() {
        return running.size();
    }

    /**
     * Kills every process group that is left, and waits until each child's end was told to those who wait for it; at most
     * nine seconds.
     */
    @Override
    public void close() {
        List<Child> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(running);
        }
        left.forEach(Child::release);
        awaitReaders(CLOSE_SECONDS);
        List<Child> stuck = left.stream().filter(Child::isAlive).toList();
        stuck.forEach(child -> ProcessHandle.of(child.supervisorPid()).ifPresent(ProcessHandle::destroyForcibly));
        if (!stuck.isEmpty()) {
            awaitReaders(1);
        }
    }

    private void awaitReaders(int seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            for (Thread reader : List.copyOf(readers)) {
                long milliseconds = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                reader.join(Math.max(1, milliseconds));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
