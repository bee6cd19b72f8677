package io.mlops.local.logs;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The log groups of an account in a region. */
public final class LogGroups {
    private final Map<String, LogGroupStore> byName = new ConcurrentSkipListMap<>();
    private final AtomicLong streams = new AtomicLong();

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

    LogStreamStore stream(Path directory, String group, String name, long now) {
        return new LogStreamStore(name, streams.incrementAndGet(), now, files(directory.resolve("logs"), group, name));
    }

    /**
     * Makes a stream's files, named as the stream where that can be: a name may be taken by an earlier run's or another
     * region's, or too long for the file system, and no part of it leads out of the directory.
     */
    private static Path files(Path logs, String group, String stream) {
        String path = (group + "/" + stream).replace("..", "__").replaceAll("\\p{Cntrl}", "_");
        String wanted = path.replaceAll("^/+", "");
        for (int number = 1; ; number++) {
            String suffix = number == 1 ? ".log" : "." + number + ".log";
            try {
                return made(logs.resolve(wanted + suffix));
            } catch (FileAlreadyExistsException e) {
                // The next number is tried.
            } catch (IOException e) {
                if (wanted.startsWith("streams/")) {
                    throw new UncheckedIOException(e);
                }
                wanted = "streams/" + Integer.toHexString(path.hashCode());
            }
        }
    }

    private static Path made(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        Files.write(file.resolveSibling(file.getFileName() + ".index"), new byte[0]);
        return file;
    }
}
