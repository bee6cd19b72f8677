package io.mlops.local.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** A log stream: its events in memory, and their messages in a file. Guarded by its own monitor. */
final class LogStreamStore {
    private final String name;
    private final long created;
    private final Path file;
    private final List<OutputLogEvent> events = new ArrayList<>();

    LogStreamStore(String name, long created, Path file) {
        this.name = name;
        this.created = created;
        this.file = file;
    }

    String name() {
        return name;
    }

    long created() {
        return created;
    }

    synchronized void append(List<InputLogEvent> added, long now) {
        StringBuilder text = new StringBuilder();
        for (InputLogEvent event : added) {
            events.add(OutputLogEvent.builder()
                    .timestamp(event.timestamp())
                    .message(event.message())
                    .ingestionTime(now)
                    .build());
            text.append(event.message()).append('\n');
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<OutputLogEvent> events() {
        return List.copyOf(events);
    }
}
