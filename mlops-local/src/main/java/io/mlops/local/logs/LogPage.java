package io.mlops.local.logs;

import io.mlops.local.call.Page;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of a stream's events. A token holds the place from which it goes on; at the end of the stream it stays the
 * same, by which callers know the end (API reference of {@code GetLogEvents}).
 */
record LogPage(int from, int to) {
    /** The most events of one answer. */
    static final int LARGEST = 10_000;

    /** The most bytes of one answer. */
    static final int MOST_BYTES = 1 << 20;

    /** The groups or streams of one answer, unless it is asked for fewer. */
    private static final int LISTED = 50;

    private static final Pattern TOKEN = Pattern.compile("([fb])/0{46}(\\d{10})/s");

    /** A page of groups or streams. */
    static <T> Page<T> listed(List<T> all, @Nullable String token, @Nullable Integer limit) {
        return Page.of(all, token, limit == null ? LISTED : limit, FilterPattern::wrongToken);
    }

    /**
     * Where a token goes on.
     *
     * @param isForward whether toward later events
     * @param place the first event that follows, or the one after the last that precedes
     */
    record Token(boolean isForward, int place) {
        static Token parse(String token) {
            Matcher matcher = TOKEN.matcher(token);
            if (!matcher.matches() || Long.parseLong(matcher.group(2)) > Integer.MAX_VALUE) {
                throw FilterPattern.wrongToken();
            }
            return new Token(matcher.group(1).equals("f"), Integer.parseInt(matcher.group(2)));
        }
    }

    String forwardToken() {
        return String.format("f/%056d/s", to);
    }

    String backwardToken() {
        return String.format("b/%056d/s", from);
    }
}
