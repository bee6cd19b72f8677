package io.mlops.apply;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * How to wait for AWS.
 *
 * @param clock tells the time
 * @param sleeper waits
 * @param interval between two looks
 */
public record Waiting(Clock clock, Sleeper sleeper, Duration interval) {
    /**
     * Looks until something is so, or too much time has passed.
     *
     * @param atMost how long to go on
     * @param done looks
     * @return whether it became so
     */
    public boolean until(Duration atMost, BooleanSupplier done) {
        Instant deadline = clock.instant().plus(atMost);
        while (!done.getAsBoolean()) {
            if (clock.instant().isAfter(deadline)) {
                return false;
            }
            sleeper.sleep(interval);
        }
        return true;
    }
}
