package io.mlops.local.logs;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The log writers that are open, so that nothing that was written is lost when the emulator ends. */
public final class OpenLogs {
    private static final Scope ALL = new Scope("*", "*");

    private final Set<LogWriter> writers = ConcurrentHashMap.newKeySet();

    private OpenLogs() {}

    /**
     * Gives the open writers of all accounts.
     *
     * @param cloud the emulated AWS
     * @return the writers
     */
    public static OpenLogs of(Cloud cloud) {
        return cloud.stores().of(OpenLogs.class, ALL, scope -> new OpenLogs());
    }

    void add(LogWriter writer) {
        writers.add(writer);
    }

    void remove(LogWriter writer) {
        writers.remove(writer);
    }

    /** Writes what waits in any of them. */
    public void flush() {
        List.copyOf(writers).forEach(LogWriter::flush);
    }
}
