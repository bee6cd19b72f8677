package io.mlops.training.serving;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts requests that are being answered, and waits for them when the server is told to end. */
final class InFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int requests;
    private boolean closed;

    /** Begins a request, unless the server ends. */
    boolean begin() {
        lock.lock();
        try {
            requests += closed ? 0 : 1;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            requests--;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isBusy() {
        lock.lock();
        try {
            return requests > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Lets no further request begin, and waits for those that have begun, but no longer than is said. */
    void drain(long seconds) {
        lock.lock();
        try {
            closed = true;
            long left = TimeUnit.SECONDS.toNanos(seconds);
            while (requests > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
