package io.mlops.local.s3;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A page of a list.
 *
 * @param items what is on it
 * @param commonPrefixes what stands for the keys that go on after a delimiter
 * @param last the last item, if the page ends with one
 * @param next where the next page begins: the last key or common prefix; empty if this is the last page
 * @param <T> what is listed
 */
record Listing<T>(List<T> items, List<String> commonPrefixes, Optional<T> last, Optional<String> next) {
    /**
     * What is asked.
     *
     * @param prefix what keys begin with
     * @param delimiter at which keys are cut; none if empty
     * @param marker the key or common prefix after which the page begins
     * @param most items and common prefixes
     */
    record Query(String prefix, String delimiter, String marker, int most) {
        private static final int LARGEST = 1000;

        /** Refuses a page below zero, and cuts one above 1000. */
        Query {
            if (most < 0) {
                throw S3Errors.invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647");
            }
            most = Math.min(most, LARGEST);
        }

        /** Where keys of interest begin, which spares the walk to there. */
        String start() {
            return Bucket.KEY_ORDER.compare(prefix, marker) > 0 ? prefix : marker;
        }

        private Optional<String> commonPrefix(String key) {
            int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            return cut < 0 ? Optional.empty() : Optional.of(key.substring(0, cut + delimiter.length()));
        }
    }

    /**
     * Makes a page.
     *
     * @param sorted what there is, from {@link Query#start()} on
     * @param keyOf an item's key
     * @param isAfter whether an item is behind the marker
     */
    static <T> Listing<T> of(Iterator<T> sorted, Function<T, String> keyOf, Query query, Predicate<T> isAfter) {
        List<T> items = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Optional<T> last = Optional.empty();
        String reached = query.marker();
        while (query.most() > 0 && sorted.hasNext()) {
            T item = sorted.next();
            String key = keyOf.apply(item);
            if (!key.startsWith(query.prefix())) {
                if (Bucket.KEY_ORDER.compare(key, query.prefix()) > 0) {
                    break;
                }
                continue;
            }
            Optional<String> common = query.commonPrefix(key);
            boolean isCounted = common.isPresent() && common.get().equals(reached);
            if (isCounted || !isAfter.test(item)) {
                continue;
            }
            if (items.size() + prefixes.size() == query.most()) {
                return new Listing<>(items, prefixes, last, Optional.of(reached));
            }
            common.ifPresentOrElse(prefixes::add, () -> items.add(item));
            last = common.isPresent() ? Optional.empty() : Optional.of(item);
            reached = common.orElse(key);
        }
        return new Listing<>(items, prefixes, last, Optional.empty());
    }
}
