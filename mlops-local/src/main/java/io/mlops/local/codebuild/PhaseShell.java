package io.mlops.local.codebuild;

import io.mlops.local.process.Child;
import io.mlops.local.process.ChildCommand;
import io.mlops.local.process.Children;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a build's commands: one child for the whole build, so that what a command leaves in the background goes on until
 * the build's end, and in it one bash for each phase. The child takes the phases' programs from a named pipe.
 */
final class PhaseShell {
    private static final String LOOP = """
            trap 'exit 143' TERM
            mkfifo "$1/next" && exec 4<>"$1/next" && printf '\\n%s\\n' "$2ready"
            while read -r program <&4; do
              bash "$program" 4<&-
              printf '\\n%s\\n' "$2ended$?"
            done
            """;

    private final Children children;
    private final BuildFolder folder;
    private final List<String> image;
    private final Map<String, String> environment;
    private final PhaseScript scripts;
    private final Pattern announcement;
    private final BuildLog log;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile @Nullable Child child;
    private volatile CompletableFuture<Integer> program = new CompletableFuture<>();
    private volatile List<String> commands = List.of();
    private volatile boolean heldEmptyLine;
    private volatile int started;
    private volatile boolean ended;

    /**
     * Makes the shell.
     *
     * @param children starts processes
     * @param folder where the build runs
     * @param image the command that stands for the build's image; empty for the machine's own tools
     * @param environment what its first command sees
     * @param scripts writes the phases' programs
     * @param log where output goes
     */
    PhaseShell(
            Children children,
            BuildFolder folder,
            List<String> image,
            Map<String, String> environment,
            PhaseScript scripts,
            BuildLog log) {
        this.children = children;
        this.folder = folder;
        this.image = image;
        this.environment = environment;
        this.scripts = scripts;
        this.announcement = Pattern.compile(Pattern.quote(scripts.marker()) + "(ready|ended)?([0-9]{0,6})");
        this.log = log;
    }

    /** A command that failed, with its exit status. */
    record Failure(String command, int status) {}

    /** Runs commands until one fails; completes with the one that did. */
    CompletableFuture<Optional<Failure>> run(List<String> all, boolean succeeding) {
        return runFrom(all, 0, succeeding);
    }

    /** A command such as {@code exit 0} ends the shell but not the phase: the rest runs in another. */
    private CompletableFuture<Optional<Failure>> runFrom(List<String> all, int from, boolean succeeding) {
        if (from >= all.size() || ended) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        started = from - 1;
        commands = all;
        return execute(scripts.of(succeeding, all, from)).thenCompose(status -> {
            writeHeldEmptyLine();
            int last = Math.max(started, from);
            return status == 0 && started >= from
                    ? runFrom(all, last + 1, succeeding)
                    : CompletableFuture.completedFuture(Optional.of(new Failure(all.get(last), status)));
        });
    }

    /** Evaluates a text of the shell's language. */
    CompletableFuture<String> evaluate(String text) {
        Path file = folder.state().resolve("evaluated");
        return execute(scripts.evaluation(text, file)).thenApply(status -> {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private CompletableFuture<Integer> execute(String text) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        program = done;
        Path script = write("script.sh", text);
        Child running = running();
        running.whenEnded(done::complete);
        if (ended) {
            running.terminate();
        }
        CompletableFuture<Void> unused = ready.thenRun(() -> tell(script));
        return done;
    }

    private Child running() {
        Child running = child;
        if (running == null) {
            List<String> command = new ArrayList<>(image);
            command.addAll(List.of(
                    "bash", write("loop.sh", LOOP).toString(), folder.state().toString(), scripts.marker()));
            running =
                    children.start(new ChildCommand(folder.name(), command, folder.source(), environment), this::line);
            child = running;
        }
        return running;
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.state().resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opened for both directions, since to open it for writing alone would wait for ever where the child has ended. */
    private void tell(Path script) {
        try (RandomAccessFile pipe =
                new RandomAccessFile(folder.state().resolve("next").toFile(), "rw")) {
            pipe.write((script + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a line that the shell printed: one that is more than an announcement, as a trace of it is, is output. */
    private void line(String line) {
        Matcher announced = announcement.matcher(line);
        if (announced.matches()) {
            heldEmptyLine = false;
            announced(String.valueOf(announced.group(1)), announced.group(2));
            return;
        }
        writeHeldEmptyLine();
        if (line.isEmpty()) {
            heldEmptyLine = true;
        } else {
            log.output(line);
        }
    }

    private void announced(String what, String number) {
        if (what.equals("ready")) {
            ready.complete(null);
        } else if (what.equals("ended")) {
            program.complete(Integer.valueOf(number));
        } else if (Integer.parseInt(number) < commands.size()) {
            started = Integer.parseInt(number);
            log.note("Running command " + commands.get(started));
        }
    }

    /** An empty line waits for the next one: the announcement's own is not output. */
    private void writeHeldEmptyLine() {
        if (heldEmptyLine) {
            heldEmptyLine = false;
            log.output("");
        }
    }

    /** Asks all that runs to end, and starts nothing more. */
    void terminate() {
        ended = true;
        Child running = child;
        if (running != null) {
            running.terminate();
        }
    }

    /** Ends all that runs; completes when it has ended. */
    CompletableFuture<?> kill() {
        Child running = child;
        if (running == null) {
            return CompletableFuture.completedFuture(null);
        }
        running.kill();
        return running.onExit();
    }
}
