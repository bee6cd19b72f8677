package io.mlops.local.account;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The one place that knows the time, waits, and runs work beside the caller. */
public interface Scheduler {
    /**
     * Tells the time.
     *
     * @return now
     */
    Instant now();

    /**
     * Tells the time by the machine's clock, by which clients sign and presign their requests wherever the emulator's own
     * time stands.
     *
     * @return now, on the machine
     */
    default Instant wallClock() {
        return now();
    }

    /**
     * Tells of real work that answers by itself, a function's invocation, so that time that is moved on does not overtake
     * it.
     *
     * @param work completes when the work has ended
     */
    default void underWay(CompletableFuture<?> work) {}

    /**
     * Runs a task once, later.
     *
     * @param delay how long from now
     * @param task what to run, on a worker's thread
     * @return the appointment
     */
    Appointment after(Duration delay, Runnable task);

    /**
     * Runs a task as soon as a worker is free.
     *
     * @param task what to run
     */
    void execute(Runnable task);

    /**
     * Tells whether the end has begun, after which failures of what still runs mean nothing.
     *
     * @return whether this was closed
     */
    default boolean isClosed() {
        return false;
    }

    /** A task that will run. */
    interface Appointment {
        /** Forgets the task, if it has not begun. */
        void cancel();
    }
}
