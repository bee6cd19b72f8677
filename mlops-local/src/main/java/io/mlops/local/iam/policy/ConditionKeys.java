package io.mlops.local.iam.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The condition keys of a request. Their names are case-insensitive. */
@FunctionalInterface
public interface ConditionKeys {
    /**
     * Gives a key's values.
     *
     * @param key as {@code aws:PrincipalTag/team}, in any case
     * @return the values, or empty where the request has no such key
     */
    Optional<List<String>> of(String key);

    /**
     * Makes keys of a map.
     *
     * @param values values by key; a key without values is absent
     * @return the keys
     */
    static ConditionKeys of(Map<String, List<String>> values) {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(values);
        return key -> Optional.ofNullable(byName.get(key)).filter(found -> !found.isEmpty());
    }

    /**
     * Looks a key up here, then elsewhere.
     *
     * @param others is asked for what is absent here
     * @return both
     */
    default ConditionKeys or(ConditionKeys others) {
        return key -> of(key).or(() -> others.of(key));
    }
}
