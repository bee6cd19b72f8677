package io.mlops.deploy;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Ends waiting for an invocation's work before Lambda ends the process, so that there is time left to answer. The work is
 * interrupted: the SDK makes no further call in an interrupted thread.
 */
final class Watchdog {
    /** What an answer may take: one call with the SDK's own retries. */
    private static final Duration ANSWER = Duration.ofSeconds(8);

    private Watchdog() {}

    /**
     * Does work for as long as Lambda allows.
     *
     * @param remaining what is left of the function's own timeout
     * @param work what is to be done
     * @param late the answer if it is not done in time
     */
    static <T> T run(Duration remaining, Supplier<T> work, Supplier<T> late) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, "deploy");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(allowed(remaining).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return late.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            task.cancel(true);
            return late.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /** A function with a short timeout keeps half of it for the answer. */
    static Duration allowed(Duration remaining) {
        Duration half = remaining.dividedBy(2);
        return half.compareTo(ANSWER) < 0 ? half : remaining.minus(ANSWER);
    }
}
