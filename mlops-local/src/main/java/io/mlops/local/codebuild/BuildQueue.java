package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.AccountLimitExceededException;

/**
 * Who of an account's builds runs and who waits: up to a limit they run at once, and up to five times as many wait
 * (CodeBuild user guide, "Builds in AWS CodeBuild"). Guarded by its own monitor.
 */
final class BuildQueue {
    private static final int WAITING_FOR_EACH = 5;

    private final int limit;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int running;

    private BuildQueue(int limit) {
        this.limit = limit;
    }

    static BuildQueue of(Cloud cloud, Scope scope) {
        return cloud.stores()
                .of(
                        BuildQueue.class,
                        scope,
                        made -> new BuildQueue(cloud.settings().concurrentBuilds()));
    }

    synchronized void requireRoom() {
        if (waiting.size() >= WAITING_FOR_EACH * limit) {
            throw AccountLimitExceededException.builder()
                    .message("Cannot have more than " + WAITING_FOR_EACH * limit + " builds in queue for the account")
                    .build();
        }
    }

    /** Begins a build, now or when another one has ended. */
    void enter(Runnable begin) {
        synchronized (this) {
            if (running == limit) {
                waiting.add(begin);
                return;
            }
            running++;
        }
        begin.run();
    }

    /** Takes a build out that waits; says whether it did. */
    synchronized boolean leave(Runnable begin) {
        return waiting.remove(begin);
    }

    /** Lets the next one begin when a build has ended that had begun. */
    void release() {
        Runnable next = next();
        if (next != null) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Iterator<Runnable> first = waiting.iterator();
        if (!first.hasNext()) {
            running--;
            return null;
        }
        Runnable next = first.next();
        first.remove();
        return next;
    }
}
