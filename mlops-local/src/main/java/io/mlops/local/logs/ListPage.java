package io.mlops.local.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of groups or streams, 50 by default. A token is the place at which the next page begins.
 *
 * @param items what is on it
 * @param nextToken where the next one begins; null on the last
 */
record ListPage<T>(List<T> items, @Nullable String nextToken) {
    private static final int LARGEST = 50;

    static <T> ListPage<T> of(List<T> all, @Nullable String token, @Nullable Integer limit) {
        if (token != null && !token.matches("\\d{1,9}")) {
            throw FilterPattern.invalid("The specified nextToken is invalid.");
        }
        int from = token == null ? 0 : Math.min(all.size(), Integer.parseInt(token));
        int to = Math.min(all.size(), from + (limit == null ? LARGEST : limit));
        return new ListPage<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
    }
}
