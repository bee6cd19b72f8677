package io.mlops.local;

import io.mlops.local.account.Scheduler;
import io.mlops.local.account.SystemScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A scheduler whose long waits, from a minute on, pass only when a test says so; short ones are real. */
public final class HeldTime implements Scheduler, AutoCloseable {
    private final SystemScheduler real = new SystemScheduler(Clock.systemUTC());
    private final List<Held> held = new ArrayList<>();
    private Duration ahead = Duration.ZERO;

    private record Held(Instant due, Runnable task) {}

    @Override
    public synchronized Instant now() {
        return real.now().plus(ahead);
    }

    @Override
    public synchronized Appointment after(Duration delay, Runnable task) {
        if (delay.compareTo(Duration.ofMinutes(1)) < 0) {
            return real.after(delay, task);
        }
        Held appointment = new Held(now().plus(delay), task);
        held.add(appointment);
        return () -> cancel(appointment);
    }

    private synchronized void cancel(Held appointment) {
        held.remove(appointment);
    }

    @Override
    public void execute(Runnable task) {
        real.execute(task);
    }

    /** Lets time pass, and runs what was due in it, in order. */
    public void pass(Duration time) {
        List<Held> due;
        synchronized (this) {
            ahead = ahead.plus(time);
            due = held.stream()
                    .filter(appointment -> !appointment.due().isAfter(now()))
                    .sorted(Comparator.comparing(Held::due))
                    .toList();
            held.removeAll(due);
        }
        due.forEach(appointment -> appointment.task().run());
    }

    @Override
    public void close() {
        real.close();
    }
}
