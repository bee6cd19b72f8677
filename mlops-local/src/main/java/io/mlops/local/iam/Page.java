package io.mlops.local.iam;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list: at most {@code MaxItems}, 100 by default, from its {@code Marker} on.
 *
 * @param items the page
 * @param marker the next page's marker, where there is one
 * @param <T> what is listed
 */
record Page<T>(List<T> items, Optional<String> marker) {
    private static final int DEFAULT = 100;

    static <T> Page<T> of(List<T> all, @Nullable String marker, @Nullable Integer most) {
        int from = start(marker, all.size());
        int to = Math.min(all.size(), from + (most == null ? DEFAULT : most));
        return new Page<>(all.subList(from, to), to < all.size() ? Optional.of(String.valueOf(to)) : Optional.empty());
    }

    private static int start(@Nullable String marker, int size) {
        try {
            return marker == null ? 0 : Math.min(Integer.parseUnsignedInt(marker), size);
        } catch (NumberFormatException e) {
            throw IamErrors.invalid("Invalid Marker: use the one of the page before, unchanged");
        }
    }

    boolean isTruncated() {
        return marker.isPresent();
    }

    @Nullable
    String next() {
        return marker.orElse(null);
    }
}
