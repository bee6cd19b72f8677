package io.mlops.local.logs;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/**
 * A page of a stream's events. A token holds the place from which it goes on; at the end of the stream it stays the
 * same, by which callers know the end (API reference of {@code GetLogEvents}).
 */
record LogPage(int from, int to) {
    /** The most events of one answer. */
    static final int LARGEST = 10_000;

    static LogPage of(int size, int limit, @Nullable String token, boolean fromHead) {
        if (token == null) {
            int from = fromHead ? 0 : Math.max(0, size - limit);
            return new LogPage(from, Math.min(size, from + limit));
        }
        int place = place(token, size);
        return token.startsWith("f/")
                ? new LogPage(place, Math.min(size, place + limit))
                : new LogPage(Math.max(0, place - limit), place);
    }

    private static int place(String token, int size) {
        if (token.matches("[fb]/\\d{1,9}")) {
            return Math.min(size, Integer.parseInt(token.substring(2)));
        }
        throw InvalidParameterException.builder()
                .message("The specified nextToken is invalid.")
                .build();
    }

    static String forwardToken(int to) {
        return "f/" + to;
    }

    static String backwardToken(int from) {
        return "b/" + from;
    }
}
