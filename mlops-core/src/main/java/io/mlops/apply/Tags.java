package io.mlops.apply;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Translates tags. Only our own are compared: a team may add others. */
final class Tags {
    private static final String OWN = "mlops:";

    private Tags() {}

    static Map<String, String> own(Map<String, String> tags) {
        Map<String, String> own = new TreeMap<>(tags);
        own.keySet().removeIf(key -> !key.startsWith(OWN));
        return own;
    }

    static <T> Map<String, String> own(Collection<T> tags, Function<T, String> key, Function<T, String> value) {
        Map<String, String> all = new TreeMap<>();
        tags.forEach(tag -> all.put(key.apply(tag), value.apply(tag)));
        return own(all);
    }
}
