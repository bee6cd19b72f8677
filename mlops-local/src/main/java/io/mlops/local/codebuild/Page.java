package io.mlops.local.codebuild;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list. A token is the place at which the next page begins.
 *
 * @param items what is on it
 * @param nextToken where the next one begins; null on the last
 */
record Page<T>(List<T> items, @Nullable String nextToken) {
    static <T> Page<T> of(List<T> all, @Nullable String token, @Nullable Integer size) {
        if (token != null && !token.matches("\\d{1,9}")) {
            throw ProjectRules.invalid("Invalid nextToken: " + token);
        }
        int from = token == null ? 0 : Math.min(all.size(), Integer.parseInt(token));
        int to = Math.min(all.size(), from + (size == null ? 100 : size));
        return new Page<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
    }
}
