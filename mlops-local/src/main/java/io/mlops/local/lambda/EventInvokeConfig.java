package io.mlops.local.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How asynchronous invocations of a function are tried again.
 *
 * @param retries how often after a function error, 0 to 2; default 2
 * @param age how old an event may become; default 6 hours
 * @param lastModified when it was set; empty where it was not
 */
record EventInvokeConfig(Optional<Integer> retries, Optional<Integer> age, Optional<Instant> lastModified) {
    static final EventInvokeConfig NONE = new EventInvokeConfig(Optional.empty(), Optional.empty(), Optional.empty());

    int mostRetries() {
        return retries.orElse(2);
    }

    Duration longestAge() {
        return Duration.ofSeconds(age.orElse(21_600));
    }
}
