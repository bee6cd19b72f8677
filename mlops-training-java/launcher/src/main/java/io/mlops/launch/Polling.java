package io.mlops.launch;

import java.time.Clock;
import java.time.Duration;

/**
 * How often the launcher looks: at first every 200 ms, so that a short job is not waited for in vain, then ever slower
 * up to 5 s, which stays far below the request rates that SageMaker and CloudWatch Logs allow an account.
 *
 * @param clock tells the time
 * @param sleeper lets it pass
 */
public record Polling(Clock clock, Sleeper sleeper) {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final double GROWTH = 1.25;

    /**
     * Begins a series of pauses.
     *
     * @return the series
     */
    public Pauses begin() {
        return new Pauses();
    }

    /** A series of pauses, each longer than the one before. */
    public final class Pauses {
        private Duration next = FIRST;

        private Pauses() {}

        /**
         * Waits until it is time to look again.
         *
         * @throws LaunchFailedException if the thread is interrupted meanwhile
         */
        public void pause() {
            try {
                sleeper.sleep(next);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LaunchFailedException("interrupted while waiting for SageMaker");
            }
            Duration grown = Duration.ofMillis((long) (next.toMillis() * GROWTH));
            next = grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
        }
    }
}
