package io.mlops.modeltest.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How often the harness looks: at first every 100 ms, then ever slower up to 5 s, and for 30 minutes at most, which is
 * beyond what SageMaker itself gives an endpoint to start.
 *
 * @param clock tells the time
 * @param sleeper lets it pass
 */
public record Polling(Clock clock, Sleeper sleeper) {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration IN_ALL = Duration.ofMinutes(30);
    private static final double GROWTH = 1.3;

    /**
     * Begins a series of pauses.
     *
     * @param what what is waited for, for the message when it takes too long
     * @return the series
     */
    public Pauses begin(String what) {
        return new Pauses(what);
    }

    /** A series of pauses, each longer than the one before. */
    public final class Pauses {
        private final String what;
        private final Instant deadline = clock.instant().plus(IN_ALL);
        private Duration next = FIRST;

        private Pauses(String what) {
            this.what = what;
        }

        /**
         * Waits until it is time to look again.
         *
         * @throws EndpointUnavailableException if the waiting takes too long, or the thread is interrupted
         */
        public void pause() {
            if (clock.instant().isAfter(deadline)) {
                throw new EndpointUnavailableException("not within " + IN_ALL.toMinutes() + " minutes: " + what);
            }
            try {
                sleeper.sleep(next);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EndpointUnavailableException("interrupted while waiting: " + what);
            }
            Duration grown = Duration.ofMillis((long) (next.toMillis() * GROWTH));
            next = grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
        }
    }
}
