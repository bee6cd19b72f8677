package io.mlops.local.logs;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The log groups of an account in a region. */
public final class LogGroups {
    private final Map<String, LogGroupStore> byName = new ConcurrentSkipListMap<>();

    private LogGroups() {}

    static LogGroups of(Cloud cloud, Scope scope) {
        return cloud.stores().of(LogGroups.class, scope, made -> new LogGroups());
    }

    /**
     * Gives each log group's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new ConcurrentSkipListMap<>();
        of(cloud, scope)
                .byName
                .forEach((name, group) -> tags.put(scope.arn("logs", "log-group:" + name), group.tags()));
        return tags;
    }

    Map<String, LogGroupStore> byName() {
        return byName;
    }

    /** Names the file of a stream below the emulator's directory; no part of a name leads out of it. */
    static Path file(Path directory, String group, String stream) {
        String path = (group + "/" + stream).replace("..", "__");
        return directory.resolve("logs").resolve(path.replaceAll("^/+", "") + ".log");
    }
}
