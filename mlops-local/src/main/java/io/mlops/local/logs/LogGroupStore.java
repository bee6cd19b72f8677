package io.mlops.local.logs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A log group. */
final class LogGroupStore {
    private final long created;
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final Map<String, LogStreamStore> streams = new ConcurrentSkipListMap<>();
    private volatile @Nullable Integer retentionInDays;

    LogGroupStore(long created) {
        this.created = created;
    }

    long created() {
        return created;
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
}
