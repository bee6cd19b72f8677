package io.mlops.local.logs;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A log group. */
final class LogGroupStore {
    private final String name;
    private final long created;
    private final boolean isProtected;
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final Map<String, LogStreamStore> streams = new ConcurrentSkipListMap<>();
    private volatile @Nullable Integer retentionInDays;

    LogGroupStore(String name, long created, boolean isProtected) {
        this.name = name;
        this.created = created;
        this.isProtected = isProtected;
    }

    String name() {
        return name;
    }

    long created() {
        return created;
    }

    boolean isProtected() {
        return isProtected;
    }

    Map<String, String> tags() {
        return tags;
    }

    Map<String, LogStreamStore> streams() {
        return streams;
    }

    @Nullable
    Integer retentionInDays() {
        return retentionInDays;
    }

    void keepFor(Integer days) {
        retentionInDays = days;
    }

    /** Tells the time before which events have expired. */
    long expiry(long now) {
        Integer days = retentionInDays;
        return days == null ? 0 : now - Duration.ofDays(days).toMillis();
    }

    long storedBytes(long now) {
        return streams.values().stream()
                .mapToLong(stream -> stream.bytesFrom(stream.placeOf(expiry(now))))
                .sum();
    }
}
