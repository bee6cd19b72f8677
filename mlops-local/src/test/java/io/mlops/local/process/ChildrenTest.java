package io.mlops.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(20)
@Isolated("it counts this process's own children and descriptors")
class ChildrenTest {
    @TempDir
    private Path directory;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private Children children;

    @BeforeEach
    void open() {
        children = new Children(directory.resolve("supervisor"));
    }

    @AfterEach
    void close() {
        children.close();
    }

    private Child bash(String script) {
        return children.start(
                new ChildCommand(
                        "test",
                        List.of("bash", "-c", script),
                        directory,
                        Map.of("PATH", System.getenv("PATH"), "GIVEN", "yes")),
                lines::add);
    }

    private String line() throws InterruptedException {
        String line = lines.poll(10, TimeUnit.SECONDS);
        return line == null ? "(no line)" : line;
    }

    private static boolean runs(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void awaitEnd(String pid) {
        ProcessHandle.of(Long.parseLong(pid))
                .ifPresent(process -> process.onExit().join());
    }

    @Test
    void deliversOutputAndStatus() {
        Child child = bash("echo out; echo err >&2; exit 3");

        assertThat(child.onExit().join()).isEqualTo(3);
        assertThat(lines).containsExactly("out", "err");
    }

    @Test
    void givesTheEnvironmentAndNothingElse() {
        bash("env | grep -v -E '^(PWD|SHLVL|_|OLDPWD|MLOPS_LOCAL_CHILD)='")
                .onExit()
                .join();

        assertThat(lines).containsExactlyInAnyOrder("PATH=" + System.getenv("PATH"), "GIVEN=yes");
    }

    @Test
    void terminatesTheWholeGroup() throws InterruptedException {
        Child child = bash("trap 'echo bye; exit 7' TERM; sleep 100 & echo $!; while :; do sleep 0.02; done");
        String grandchild = line();

        child.terminate();

        assertThat(child.onExit().join()).isEqualTo(7);
        assertThat(lines).contains("bye");
        awaitEnd(grandchild);
        assertThat(runs(grandchild)).isFalse();
    }

    @Test
    void killsWhatIgnoresATermination() throws InterruptedException {
        Child child = bash("trap '' TERM; echo ready; while :; do sleep 0.02; done");
        line();

        child.terminate();
        child.kill();

        assertThat(child.onExit().join()).isEqualTo(137);
    }

    @Test
    void listsWhatRunsSoThatItCanBeKilledByName() throws InterruptedException {
        Child child = bash("trap '' TERM; echo ready; while :; do sleep 0.02; done");
        line();

        children.running().stream()
                .filter(running -> running.name().equals("test"))
                .forEach(Child::kill);

        assertThat(child.onExit().join()).isEqualTo(137);
        assertThat(children.running()).isEmpty();
    }

    @Test
    void leavesNothingWhenItIsClosed() throws InterruptedException {
        bash("sleep 100 & echo $!; wait");
        String grandchild = line();

        children.close();

        awaitEnd(grandchild);
        assertThat(runs(grandchild)).isFalse();
        assertThat(children.count()).isZero();
    }

    @Test
    void leavesNothingThatLeftTheGroup() throws InterruptedException {
        Child child = bash("setsid bash -c 'echo $$; exec sleep 100 >/dev/null 2>&1' & wait; trap '' TERM; sleep 100");
        String stray = line();

        child.kill();

        child.onExit().join();
        awaitEnd(stray);
        assertThat(runs(stray)).isFalse();
    }

    @Test
    void leavesNeitherDescriptorsNorZombies() throws Exception {
        bash("true").onExit().join();
        long before = descriptors();
        Set<ProcessHandle> others = running();

        for (int i = 0; i < 10; i++) {
            bash("sleep 100 & echo").onExit().join();
        }

        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
        assertThat(running()).isEqualTo(others);
    }

    private static Set<ProcessHandle> running() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).collect(Collectors.toSet());
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void leavesNothingWhenItsOwnerIsKilled() throws Exception {
        leavesNothing("echo $$ > PID.new; mv PID.new PID; sleep 100");
    }

    @Test
    void leavesNothingThatLeftTheGroupAndIgnoresSignalsWhenItsOwnerIsKilled() throws Exception {
        leavesNothing("setsid bash -c 'trap \"\" TERM HUP; echo $$ > PID.new; mv PID.new PID;"
                + " while :; do sleep 0.05; done' >/dev/null 2>&1 & sleep 100");
    }

    private void leavesNothing(String script) throws Exception {
        Path pid = directory.resolve("pid");
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        directory.toString(),
                        script.replace("PID", pid.toString()))
                .inheritIO()
                .start();
        while (!Files.exists(pid)) {
            assertThat(owner.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        String child = Files.readString(pid).strip();

        owner.destroyForcibly().waitFor();

        awaitEnd(child);
        assertThat(runs(child)).isFalse();
    }

    /** A program that starts a child and waits to be killed. */
    static final class Owner {
        public static void main(String[] arguments) {
            Children children = new Children(Path.of(arguments[0]).resolve("owner"));
            children.start(
                            new ChildCommand(
                                    "test",
                                    List.of("bash", "-c", arguments[1]),
                                    Path.of(arguments[0]),
                                    Map.of("PATH", System.getenv("PATH"))),
                            line -> {})
                    .onExit()
                    .join();
        }
    }
}
