package io.mlops.apply;

import io.mlops.spec.Names;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Translates tags. Only our own and those of the description are compared: others may add theirs. */
final class Tags {
    private static final String OWN = "mlops:";

    private final Set<String> described;

    Tags(Names names) {
        this.described = names.options().tags().keySet();
    }

    Map<String, String> own(Map<String, String> tags) {
        Map<String, String> own = new TreeMap<>(tags);
        own.keySet().removeIf(key -> !key.startsWith(OWN) && !described.contains(key));
        return own;
    }

    /** Makes a service's own tags. */
    static <T> List<T> list(Map<String, String> tags, BiFunction<String, String, T> tag) {
        return tags.entrySet().stream()
                .map(entry -> tag.apply(entry.getKey(), entry.getValue()))
                .toList();
    }

    <T> Map<String, String> own(Collection<T> tags, Function<T, String> key, Function<T, String> value) {
        Map<String, String> all = new TreeMap<>();
        tags.forEach(tag -> all.put(key.apply(tag), value.apply(tag)));
        return own(all);
    }
}
