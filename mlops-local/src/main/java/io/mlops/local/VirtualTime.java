package io.mlops.local;

import io.mlops.local.account.Scheduler;
import io.mlops.local.account.SystemScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes as the machine's does, and besides when it is told to: whatever would have waited, timeouts, polls,
 * pauses, happens at once and in order. Children take the time that they take, and have the machine's clock; requests are
 * signed by it too. For one emulator, which closes it.
 */
public final class VirtualTime implements Scheduler, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SystemScheduler real = new SystemScheduler(Clock.systemUTC());
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>();
    private final Duration patience;
    private Duration ahead = Duration.ZERO;
    private long sequence;
    private int work;

    /** Makes time that is the machine's, and waits for work under way for five seconds at most. */
    public VirtualTime() {
        this(PATIENCE);
    }

    /**
     * Makes time that is the machine's.
     *
     * @param patience how long {@link #advance} lets functions and other work that was begun come to rest before it
     *     moves on, in the machine's time; default 5 s
     */
    public VirtualTime(Duration patience) {
        this.patience = patience;
    }

    private final class Waiting implements Comparable<Waiting>, Appointment {
        private final Instant due;
        private final long number;
        private final Runnable task;
        private Appointment timer = () -> {};

        Waiting(Instant due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        /** Has the machine's clock run the task, if nobody moves time on before. */
        void set() {
            timer.cancel();
            timer = real.after(Duration.between(now(), due), () -> runOnce(this));
        }

        @Override
        public void cancel() {
            remove(this);
        }

        @Override
        public int compareTo(Waiting other) {
            int order = due.compareTo(other.due);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }

    @Override
    public synchronized Instant now() {
        return wallClock().plus(ahead);
    }

    @Override
    public Instant wallClock() {
        return real.now();
    }

    @Override
    public synchronized Appointment after(Duration delay, Runnable task) {
        Waiting added = new Waiting(now().plus(delay), sequence++, task);
        waiting.add(added);
        added.set();
        return added;
    }

    private synchronized boolean remove(Waiting done) {
        done.timer.cancel();
        return waiting.remove(done);
    }

    /** Runs what is due by the machine's clock; it is work under way from the moment in which it no longer waits. */
    private void runOnce(Waiting due) {
        synchronized (this) {
            if (!remove(due)) {
                return;
            }
            work++;
        }
        run(due.task);
    }

    @Override
    public void execute(Runnable task) {
        begin();
        real.execute(() -> run(task));
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            end();
        }
    }

    @Override
    public void underWay(CompletableFuture<?> begun) {
        begin();
        CompletableFuture<Void> unused = begun.handle((done, error) -> {
            end();
            return null;
        });
    }

    private synchronized void begin() {
        work++;
    }

    private synchronized void end() {
        work--;
        notifyAll();
    }

    @Override
    public boolean isClosed() {
        return real.isClosed();
    }

    /**
     * Moves time on. What is due meanwhile runs in the order in which it is due, each at its moment, what it makes due
     * included; before time moves to the next, what was begun may come to rest.
     *
     * @param time how far, from zero
     */
    public void advance(Duration time) {
        Instant end = now().plus(time);
        do {
            settle();
        } while (runNextUntil(end));
        reach(end);
    }

    private synchronized boolean runNextUntil(Instant end) {
        Waiting next = waiting.peek();
        if (next == null || next.due.isAfter(end)) {
            return false;
        }
        remove(next);
        reach(next.due);
        execute(next.task);
        return true;
    }

    private synchronized void reach(Instant moment) {
        Duration missing = Duration.between(now(), moment);
        if (!missing.isNegative()) {
            ahead = ahead.plus(missing);
            waiting.forEach(Waiting::set);
        }
    }

    private synchronized void settle() {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); work > 0 && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets what waits. The emulator whose time it is does this when it is closed. */
    @Override
    public void close() {
        real.close();
    }

    SystemScheduler real() {
        return real;
    }
}
