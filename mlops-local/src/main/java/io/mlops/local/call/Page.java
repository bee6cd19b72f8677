package io.mlops.local.call;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list. A token is the place at which the next page begins.
 *
 * @param items what is on it
 * @param next the token of the next one; null on the last
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /**
     * Takes the page that a token begins.
     *
     * @param all the whole list
     * @param token of the page before; null for the first page
     * @param size the most items; null for 100
     * @param wrong makes the error for a token that no page gave
     * @param <T> what is listed
     * @return the page
     */
    public static <T> Page<T> of(
            List<T> all, @Nullable String token, @Nullable Integer size, Supplier<? extends RuntimeException> wrong) {
        if (token != null && !token.matches("\\d{1,9}")) {
            throw wrong.get();
        }
        int from = token == null ? 0 : Math.min(all.size(), Integer.parseInt(token));
        int to = Math.min(all.size(), from + (size == null ? 100 : size));
        return new Page<>(List.copyOf(all.subList(from, to)), to < all.size() ? String.valueOf(to) : null);
    }
}
