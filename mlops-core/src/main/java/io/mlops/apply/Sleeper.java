package io.mlops.apply;

import java.time.Duration;

/** Waits. Passed in wherever something waits, so that tests need not. */
@FunctionalInterface
public interface Sleeper {
    /** Waits in earnest. */
    Sleeper SYSTEM = Sleeper::sleepThread;

    /**
     * Waits.
     *
     * @param duration how long
     * @throws InterruptedWaitException if the thread is interrupted; its interrupted status stays set
     */
    void sleep(Duration duration);

    private static void sleepThread(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException(e);
        }
    }
}
