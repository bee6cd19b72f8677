package io.mlops.run;

import java.time.Duration;

/**
 * How to watch an execution.
 *
 * @param interval between two looks
 * @param followLogs whether to pass on the lines that the builds write
 */
public record AwaitOptions(Duration interval, boolean followLogs) {
    /**
     * Changes the interval.
     *
     * @param duration between two looks
     * @return the new options
     */
    public AwaitOptions every(Duration duration) {
        return new AwaitOptions(duration, followLogs);
    }

    /**
     * Passes on the lines that the builds write.
     *
     * @return the new options
     */
    public AwaitOptions followingLogs() {
        return new AwaitOptions(interval, true);
    }
}
