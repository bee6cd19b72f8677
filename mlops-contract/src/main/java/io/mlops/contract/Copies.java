package io.mlops.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Unmodifiable copies that keep their order. */
final class Copies {
    private Copies() {}

    static <T> List<T> of(List<T> list) {
        return List.copyOf(list);
    }

    static <V> Map<String, V> of(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
