package io.mlops.local.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits in real time, by a clock that is given. */
public final class SystemScheduler implements Scheduler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemScheduler.class);

    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService workers;

    /**
     * Makes the scheduler.
     *
     * @param clock tells the time
     */
    public SystemScheduler(Clock clock) {
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "timer"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.workers = Executors.newCachedThreadPool(task -> daemon(task, "worker"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, "mlops-local " + name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Appointment after(Duration delay, Runnable task) {
        try {
            Future<?> future = timer.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    if (isClosed()) {
                        LOG.debug("a task was cut off by the end", e);
                    } else {
                        LOG.error("a task of the emulator failed", e);
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: a task was not run");
        }
    }

    @Override
    public boolean isClosed() {
        return workers.isShutdown();
    }

    /** Ends the timer and the workers; tasks that wait are forgotten. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }

    /**
     * Waits until the tasks that were running when this was closed have ended, so that none writes afterwards.
     *
     * @param atMost how long to wait
     */
    public void awaitEnd(Duration atMost) {
        try {
            if (!workers.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("tasks of the emulator still run {} ms after its end", atMost.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
