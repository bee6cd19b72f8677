package io.mlops.training.serving;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many invocations be read and scored at a time as the processors can use, and some more wait shortly. The rest of
 * the server's threads stay free, so that {@code /ping} is answered within SageMaker's 2 s under any load.
 */
final class Admission {
    private static final int PER_PROCESSOR = 4;
    /** The share of the threads that invocations never have. */
    private static final int FREE_PART = 8;

    private static final long LONGEST_WAIT_MILLIS = 1000;

    private final Semaphore inside;
    private final Semaphore running;
    private final int mostRunning;

    private Admission(int inside, int running) {
        this.mostRunning = running;
        this.inside = new Semaphore(inside);
        this.running = new Semaphore(running, true);
    }

    /** Parts the server's threads among those that invocations may have and those that stay free. */
    static Admission of(int threads) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Admission(threads - threads / FREE_PART, Math.min(PER_PROCESSOR * processors, threads / 2));
    }

    /** How many invocations may run at a time. */
    int running() {
        return mostRunning;
    }

    /** Begins an invocation, after a short wait if need be; false if too many run and wait already. */
    boolean begin() {
        if (!inside.tryAcquire()) {
            return false;
        }
        boolean begun = false;
        try {
            begun = running.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!begun) {
                inside.release();
            }
        }
        return begun;
    }

    /** Ends an invocation that has begun. */
    void end() {
        running.release();
        inside.release();
    }
}
