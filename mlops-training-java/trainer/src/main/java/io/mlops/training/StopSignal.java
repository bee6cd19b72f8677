package io.mlops.training;

import java.util.concurrent.CountDownLatch;

/** Says that the process is to end soon: SageMaker sends SIGTERM, and kills after 120 s (training) or 30 s (serving). */
public final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);

    /** Makes a signal that nobody has given yet. */
    public StopSignal() {}

    /** Gives the signal; for good. */
    public void request() {
        requested.countDown();
    }

    /**
     * Asks whether the signal was given.
     *
     * @return true from the first {@link #request} on
     */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits for the signal.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void await() throws InterruptedException {
        requested.await();
    }
}
