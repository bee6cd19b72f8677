package io.mlops.modeltest.check;

import io.mlops.contract.TestResults;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the checks found.
 *
 * @param rows how many labelled rows were sent
 * @param metrics what was measured, by name; empty where the model gave no scores
 * @param checks each check's outcome
 */
public record Findings(int rows, Map<String, Double> metrics, List<TestResults.Check> checks) {
    /** Copies the collections. */
    public Findings {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        checks = List.copyOf(checks);
    }
}
