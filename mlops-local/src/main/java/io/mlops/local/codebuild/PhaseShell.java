package io.mlops.local.codebuild;

import io.mlops.local.process.Child;
import io.mlops.local.process.ChildCommand;
import io.mlops.local.process.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs a build's commands, one bash for each phase. */
final class PhaseShell {
    private final Children children;
    private final BuildFolder folder;
    private final Map<String, String> environment;
    private final List<String> exported;
    private final String marker;
    private final Pattern announcement;
    private final BuildLog log;
    private volatile @Nullable Child child;
    private volatile boolean heldEmptyLine;
    private volatile int started;
    private volatile boolean ended;

    /**
     * Makes the shell.
     *
     * @param children starts processes
     * @param folder where the build runs
     * @param environment what its first command sees
     * @param exported variables to be read at the end
     * @param marker a word of this build alone, at random
     * @param log where output goes
     */
    PhaseShell(
            Children children,
            BuildFolder folder,
            Map<String, String> environment,
            List<String> exported,
            String marker,
            BuildLog log) {
        this.children = children;
        this.folder = folder;
        this.environment = environment;
        this.exported = exported;
        this.marker = marker;
        this.announcement = Pattern.compile(Pattern.quote(marker) + "([0-9]{1,6})");
        this.log = log;
    }

    /** A command that failed, with its exit status. */
    record Failure(String command, int status) {}

    /** Runs commands until one fails; completes with the one that did. */
    CompletableFuture<Optional<Failure>> run(List<String> commands, boolean succeeding) {
        return runFrom(commands, 0, succeeding);
    }

    /** A command such as {@code exit 0} ends the shell but not the phase: the rest runs in another. */
    private CompletableFuture<Optional<Failure>> runFrom(List<String> commands, int from, boolean succeeding) {
        if (from >= commands.size() || ended) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        started = from - 1;
        Path script = folder.state().resolve("script.sh");
        try {
            Files.writeString(script, PhaseScript.of(folder.state(), marker, exported, succeeding, commands, from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildCommand command =
                new ChildCommand(folder.name(), List.of("bash", script.toString()), folder.source(), environment);
        Child running = children.start(command, line -> line(commands, line));
        child = running;
        if (ended) {
            running.terminate();
        }
        return running.onExit().thenCompose(status -> {
            writeHeldEmptyLine();
            int last = Math.max(started, from);
            return status == 0 && started >= from
                    ? runFrom(commands, last + 1, succeeding)
                    : CompletableFuture.completedFuture(Optional.of(new Failure(commands.get(last), status)));
        });
    }

    /** Takes a line that the shell printed: one that is more than an announcement, as a trace of it is, is output. */
    private void line(List<String> commands, String line) {
        Matcher announced = announcement.matcher(line);
        if (announced.matches() && Integer.parseInt(announced.group(1)) < commands.size()) {
            heldEmptyLine = false;
            started = Integer.parseInt(announced.group(1));
            log.note("Running command " + commands.get(started));
            return;
        }
        writeHeldEmptyLine();
        if (line.isEmpty()) {
            heldEmptyLine = true;
        } else {
            log.output(line);
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

    /** Ends all that runs. */
    void kill() {
        Child running = child;
        if (running != null) {
            running.kill();
        }
    }
}
