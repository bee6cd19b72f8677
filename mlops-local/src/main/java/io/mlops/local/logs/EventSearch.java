package io.mlops.local.logs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/**
 * Searches streams in the order of their events' time, a few events of each in memory.
 *
 * @param streams the streams
 * @param from the first time in milliseconds
 * @param before the first time that is too late
 * @param filter what a message is asked
 */
record EventSearch(List<LogStreamStore> streams, long from, long before, Predicate<String> filter) {
    private static final int AHEAD = 200;
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,15})/(\\d{1,9})");

    /** A place in a stream, and what was read ahead of it. */
    private static final class Cursor {
        private final LogStreamStore stream;
        private final int end;
        private final Deque<OutputLogEvent> ahead = new ArrayDeque<>();
        private int place;

        Cursor(LogStreamStore stream, int place, int end) {
            this.stream = stream;
            this.place = place;
            this.end = end;
        }

        boolean hasNext() {
            if (ahead.isEmpty() && place < end) {
                ahead.addAll(stream.events(stream.page(place, end, true, AHEAD, LogPage.MOST_BYTES)));
            }
            return !ahead.isEmpty();
        }

        OutputLogEvent peek() {
            return ahead.element();
        }

        FilteredLogEvent next() {
            OutputLogEvent event = ahead.remove();
            place++;
            return FilteredLogEvent.builder()
                    .logStreamName(stream.name())
                    .timestamp(event.timestamp())
                    .message(event.message())
                    .ingestionTime(event.ingestionTime())
                    .eventId(String.format("%020d%018d%018d", event.timestamp(), stream.number(), place))
                    .build();
        }
    }

    FilterLogEventsResponse page(@Nullable String token, int limit) {
        long time = from;
        int skipped = 0;
        if (token != null) {
            Matcher matcher = TOKEN.matcher(token);
            if (!matcher.matches()) {
                throw FilterPattern.wrongToken();
            }
            time = Long.parseLong(matcher.group(1));
            skipped = Integer.parseInt(matcher.group(2));
        }
        return page(cursors(Math.max(from, time)), skipped, limit);
    }

    private PriorityQueue<Cursor> cursors(long time) {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(
                Comparator.<Cursor, Long>comparing(cursor -> cursor.peek().timestamp())
                        .thenComparing(cursor -> cursor.peek().ingestionTime())
                        .thenComparing(cursor -> cursor.stream.number()));
        for (LogStreamStore stream : streams) {
            Cursor cursor = new Cursor(stream, stream.placeOf(time), stream.placeOf(before));
            if (cursor.hasNext()) {
                cursors.add(cursor);
            }
        }
        return cursors;
    }

    /** The next page begins behind the events of the last one's last millisecond. */
    private FilterLogEventsResponse page(PriorityQueue<Cursor> cursors, int skipped, int limit) {
        List<FilteredLogEvent> found = new ArrayList<>();
        long bytes = 0;
        long time = 0;
        int ofTime = 0;
        int left = skipped;
        while (!cursors.isEmpty() && found.size() < limit && bytes < LogPage.MOST_BYTES) {
            Cursor cursor = cursors.remove();
            FilteredLogEvent event = cursor.next();
            if (cursor.hasNext()) {
                cursors.add(cursor);
            }
            ofTime = event.timestamp() == time ? ofTime + 1 : 1;
            time = event.timestamp();
            if (left > 0) {
                left--;
            } else if (filter.test(event.message())) {
                found.add(event);
                bytes += event.message().length() + LogStreamStore.OVERHEAD;
            }
        }
        return FilterLogEventsResponse.builder()
                .events(found)
                .searchedLogStreams(List.of())
                .nextToken(cursors.isEmpty() ? null : time + "/" + ofTime)
                .build();
    }
}
