package io.mlops.local.lambda;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** A function: its configuration, code, settings and idle instances. Guarded by its own monitor. */
final class StoredFunction {
    private FunctionConfiguration configuration;
    private FunctionCode code;
    private EventInvokeConfig eventInvokeConfig = EventInvokeConfig.NONE;
    private @Nullable Integer reservedConcurrency;
    private int running;
    private boolean deleted;
    private final Map<String, String> tags = new ConcurrentSkipListMap<>();
    private final FunctionPolicy policy = new FunctionPolicy();
    private final Deque<FunctionInstance> idle = new ArrayDeque<>();

    StoredFunction(FunctionConfiguration configuration, FunctionCode code) {
        this.configuration = configuration;
        this.code = code;
    }

    synchronized FunctionConfiguration configuration() {
        return configuration;
    }

    synchronized FunctionCode code() {
        return code;
    }

    /** Replaces configuration and code; instances of the old ones are not used again. */
    synchronized void replace(FunctionConfiguration changed, FunctionCode changedCode) {
        configuration = changed;
        code = changedCode;
        retire();
    }

    /** Ends what is under way; a later change has its own end. */
    synchronized void settle(String revisionId) {
        if (configuration.revisionId().equals(revisionId)) {
            configuration = FunctionSettings.settled(configuration);
        }
    }

    /** Ends idle instances now, and the others when their invocation ends. */
    synchronized void delete() {
        deleted = true;
        retire();
    }

    private synchronized void retire() {
        idle.forEach(FunctionInstance::end);
        idle.clear();
    }

    Map<String, String> tags() {
        return tags;
    }

    FunctionPolicy policy() {
        return policy;
    }

    /** Counts one more invocation, unless as many run as are reserved. */
    synchronized boolean enter() {
        if (reservedConcurrency != null && running >= reservedConcurrency) {
            return false;
        }
        running++;
        return true;
    }

    synchronized void leave() {
        running--;
    }

    synchronized @Nullable Integer reservedConcurrency() {
        return reservedConcurrency;
    }

    synchronized void reserve(int concurrency) {
        reservedConcurrency = concurrency;
    }

    synchronized @Nullable FunctionInstance takeIdle(Instant now) {
        for (FunctionInstance instance = idle.poll(); instance != null; instance = idle.poll()) {
            if (instance.lives(now)) {
                return instance;
            }
            instance.end();
        }
        return null;
    }

    /** Keeps an instance for the next invocation, if it still runs what the function is now. */
    synchronized void giveBack(FunctionInstance instance, Instant now) {
        if (!deleted && instance.runs(configuration, code)) {
            instance.idleSince(now);
            idle.push(instance);
        } else {
            instance.end();
        }
    }

    synchronized void endIfIdleSince(FunctionInstance instance, Instant since) {
        if (instance.idleSince().equals(since) && idle.remove(instance)) {
            instance.end();
        }
    }

    synchronized EventInvokeConfig eventInvokeConfig() {
        return eventInvokeConfig;
    }

    synchronized void eventInvokeConfig(EventInvokeConfig changed) {
        eventInvokeConfig = changed;
    }
}
