package io.mlops.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a model package is judged on a temporary endpoint.
 *
 * @param instanceType the temporary endpoint's ML instance type
 * @param suite the suite file's path in the source zip
 * @param thresholds the least value that passes, by metric, as {@code roc_auc}; they add to the suite's own
 * @param reportGroup the report group, 2 to 100 letters, digits, dashes and underscores; CodeBuild puts {@code
 *     <project>-} before it
 * @param approve whether a package that passed is approved; one that failed is rejected either way
 */
public record ModelTest(
        String instanceType, String suite, Map<String, Double> thresholds, String reportGroup, boolean approve) {
    /** Sorts the thresholds. */
    public ModelTest {
        thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
    }
}
