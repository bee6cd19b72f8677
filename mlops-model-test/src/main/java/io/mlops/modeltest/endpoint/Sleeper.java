package io.mlops.modeltest.endpoint;

import java.time.Duration;

/** Lets time pass; the one place where this module sleeps. */
@FunctionalInterface
public interface Sleeper {
    /**
     * Waits.
     *
     * @param duration how long
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Returns a sleeper that really waits.
     *
     * @return the system's sleeper
     */
    static Sleeper system() {
        return duration -> Thread.sleep(duration.toMillis());
    }
}
