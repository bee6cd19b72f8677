package io.mlops.deploy;

import java.util.concurrent.Semaphore;

/**
 * One invocation in a process of its own that moves only when it is let: it stops before and after each of its calls. So
 * only one of all processes runs at a time, and a seed decides which.
 */
final class HeldProcess {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private volatile boolean ended;
    private volatile boolean failed;

    /** The process was killed: it makes no further call. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    HeldProcess(Runnable work) {
        Thread thread = new Thread(() -> {
            go.acquireUninterruptibly();
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failed = true;
            } finally {
                ended = true;
                back.release();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets it run up to its next call, or to its end. */
    void move() {
        go.release();
        back.acquireUninterruptibly();
    }

    /** Stops here until it is let again. */
    void pause() {
        back.release();
        go.acquireUninterruptibly();
    }

    boolean ended() {
        return ended;
    }

    /** Whether it ended with an error, so that Lambda invokes again. */
    boolean failed() {
        return failed;
    }
}
