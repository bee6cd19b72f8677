package io.mlops.local.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/** A running child: its whole process group is signalled, never the first process alone. */
public final class Child {
    private final String name;
    private final Process supervisor;
    private final CompletableFuture<Integer> exit;

    Child(String name, Process supervisor, CompletableFuture<Integer> exit) {
        this.name = name;
        this.supervisor = supervisor;
        this.exit = exit;
    }

    /**
     * Says what the child is.
     *
     * @return its name, for people
     */
    public String name() {
        return name;
    }

    /**
     * Completes when the child ended and all its output was delivered.
     *
     * @return the exit status; 128 + n where signal n ended it
     */
    public CompletableFuture<Integer> onExit() {
        return exit.copy();
    }

    /**
     * Runs an action when the child ended and all its output was delivered.
     *
     * @param action takes the exit status
     */
    public void whenEnded(IntConsumer action) {
        CompletableFuture<Void> unused = exit.thenAccept(action::accept);
    }

    /**
     * Says whether the child still runs.
     *
     * @return true until the supervisor ended
     */
    public boolean isAlive() {
        return supervisor.isAlive();
    }

    /** Sends SIGTERM to the child's process group. */
    public void terminate() {
        signal("TERM");
    }

    /** Sends SIGKILL to the child's process group. */
    public void kill() {
        signal("KILL");
    }

    private void signal(String signal) {
        try {
            OutputStream pipe = supervisor.getOutputStream();
            pipe.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            // The supervisor has ended, and its group with it.
        }
    }

    /** Closes the supervisor's pipe, upon which it kills the group. */
    void release() {
        try {
            supervisor.getOutputStream().close();
        } catch (IOException e) {
            // Already ended.
        }
    }

    long supervisorPid() {
        return supervisor.pid();
    }
}
