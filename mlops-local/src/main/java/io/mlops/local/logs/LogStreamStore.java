package io.mlops.local.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/**
 * A log stream: its messages in one file, to be read by people as well, and in another one entry of fixed length for each
 * event, in order of time. Of a stream of any length only its totals are in memory. Guarded by its own monitor.
 */
final class LogStreamStore {
    /** What CloudWatch counts for an event beside its message (API reference of {@code PutLogEvents}). */
    static final int OVERHEAD = 26;

    private static final int ENTRY = 28;

    private final String name;
    private final long number;
    private final long created;
    private final Path messages;
    private final Path index;
    private int count;
    private long bytes;
    private long first = Long.MAX_VALUE;
    private long last;
    private long ingested;

    LogStreamStore(String name, long number, long created, Path messages) {
        this.name = name;
        this.number = number;
        this.created = created;
        this.messages = messages;
        this.index = messages.resolveSibling(messages.getFileName() + ".index");
    }

    /** Where an event's message is, and its times. */
    private record Entry(long timestamp, long ingestion, long offset, int length) {
        static Entry read(ByteBuffer buffer) {
            return new Entry(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getInt());
        }

        void write(ByteBuffer buffer) {
            buffer.putLong(timestamp).putLong(ingestion).putLong(offset).putInt(length);
        }
    }

    String name() {
        return name;
    }

    /** A number that no other stream of the account has. */
    long number() {
        return number;
    }

    long created() {
        return created;
    }

    synchronized int count() {
        return count;
    }

    synchronized @Nullable Long firstTimestamp() {
        return count == 0 ? null : first;
    }

    synchronized @Nullable Long lastTimestamp() {
        return count == 0 ? null : last;
    }

    synchronized @Nullable Long lastIngestion() {
        return count == 0 ? null : ingested;
    }

    /** Sums the bytes that CloudWatch counts for the events from a place on. */
    synchronized long bytesFrom(int place) {
        List<Entry> begin = place == 0 ? List.of() : entries(place, Math.min(count, place + 1));
        long offset = place == 0 ? 0 : begin.isEmpty() ? bytes : begin.get(0).offset();
        return bytes - offset + (long) (OVERHEAD - 1) * (count - place);
    }

    synchronized void append(List<InputLogEvent> added, long now) {
        StringBuilder text = new StringBuilder();
        List<Entry> entries = new ArrayList<>();
        long offset = bytes;
        for (InputLogEvent event : added) {
            int length = event.message().getBytes(StandardCharsets.UTF_8).length;
            entries.add(new Entry(event.timestamp(), now, offset, length));
            offset += length + 1L;
            text.append(event.message()).append('\n');
        }
        try {
            Files.writeString(messages, text, StandardOpenOption.APPEND);
            boolean inOrder = count == 0 || entries.get(0).timestamp() >= last;
            write(inOrder ? entries : merged(entries), inOrder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes = offset;
        count += entries.size();
        first = Math.min(first, entries.get(0).timestamp());
        last = Math.max(last, entries.get(entries.size() - 1).timestamp());
        ingested = now;
    }

    private List<Entry> merged(List<Entry> later) {
        List<Entry> all = entries(0, count);
        all.addAll(later);
        all.sort(Comparator.comparing(Entry::timestamp));
        return all;
    }

    private void write(List<Entry> entries, boolean append) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(ENTRY * entries.size());
        entries.forEach(entry -> entry.write(buffer));
        Files.write(index, buffer.array(), append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Finds the first event that is not before a time; their number where all are. */
    synchronized int placeOf(long time) {
        if (time <= 0 || count == 0) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(index)) {
            int from = 0;
            int to = count;
            while (from < to) {
                int middle = (from + to) >>> 1;
                ByteBuffer timestamp = ByteBuffer.allocate(Long.BYTES);
                fill(timestamp, channel, (long) middle * ENTRY);
                if (timestamp.getLong(0) < time) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes as many events as fit in an answer, from the start of a range or up to its end. */
    synchronized LogPage page(int from, int to, boolean fromHead, int limit, int mostBytes) {
        int taken = 0;
        long size = 0;
        List<Entry> entries =
                fromHead ? entries(from, Math.min(to, from + limit)) : entries(Math.max(from, to - limit), to);
        while (taken < entries.size()) {
            size += entries.get(fromHead ? taken : entries.size() - 1 - taken).length() + OVERHEAD;
            if (size > mostBytes && taken > 0) {
                break;
            }
            taken++;
        }
        return fromHead ? new LogPage(from, from + taken) : new LogPage(to - taken, to);
    }

    synchronized List<OutputLogEvent> events(LogPage page) {
        List<OutputLogEvent> events = new ArrayList<>();
        if (page.to() > count) {
            return events;
        }
        try (FileChannel channel = FileChannel.open(messages)) {
            for (Entry entry : entries(page.from(), page.to())) {
                ByteBuffer message = ByteBuffer.allocate(entry.length());
                fill(message, channel, entry.offset());
                events.add(OutputLogEvent.builder()
                        .timestamp(entry.timestamp())
                        .ingestionTime(entry.ingestion())
                        .message(new String(message.array(), StandardCharsets.UTF_8))
                        .build());
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Entry> entries(int from, int to) {
        List<Entry> entries = new ArrayList<>(Math.max(0, to - from));
        if (from >= to) {
            return entries;
        }
        try (FileChannel channel = FileChannel.open(index)) {
            ByteBuffer buffer = ByteBuffer.allocate(ENTRY * (to - from));
            fill(buffer, channel, (long) from * ENTRY);
            buffer.flip();
            while (buffer.hasRemaining()) {
                entries.add(Entry.read(buffer));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(ByteBuffer buffer, FileChannel channel, long place) throws IOException {
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, place + buffer.position());
        }
    }

    /** Deletes the files. */
    synchronized void delete() {
        try {
            Files.deleteIfExists(messages);
            Files.deleteIfExists(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        count = 0;
    }
}
