package io.mlops.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Waits for what workers bring about. */
public final class Eventually {
    private Eventually() {}

    /** Tries an assertion every 5 ms until it holds, 20 s at most. */
    public static void holds(Runnable assertion) {
        Instant late = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (Instant.now().isAfter(late)) {
                    throw e;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
