package io.mlops.deploy.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps an invocation that was held up from acting on an old look. SageMaker has no conditional update: a duplicate that
 * looked before another began could ask for the same update again after that one was rolled back. So a change is asked for
 * soon after the look or not at all; a whole update with its rollback takes longer than look and call together.
 *
 * @param clock the time
 * @param looked when the endpoint was looked at
 */
record Fence(Clock clock, Instant looked) {
    /** How old a look may be when the change is asked for. */
    static final Duration LONGEST = Duration.ofSeconds(45);
    /** How long the call may take, with the SDK's retries. */
    static final Duration CALL = Duration.ofSeconds(20);

    boolean isOpen() {
        return !clock.instant().isAfter(looked.plus(LONGEST));
    }
}
