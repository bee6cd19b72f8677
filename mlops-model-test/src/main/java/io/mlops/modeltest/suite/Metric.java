package io.mlops.modeltest.suite;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A statistic that a threshold can bound. Names are scikit-learn's. */
public enum Metric {
    /** Area under the ROC curve, 0 to 1. */
    ROC_AUC("roc_auc", 1),
    /** Average precision, 0 to 1. */
    AVERAGE_PRECISION("average_precision", 1),
    /** Share of rows classed rightly at a score of 0.5, 0 to 1. */
    ACCURACY("accuracy", 1),
    /** Mean negative log likelihood, from 0. */
    LOG_LOSS("log_loss", Double.MAX_VALUE);

    private final String key;
    private final double highest;

    Metric(String key, double highest) {
        this.key = key;
        this.highest = highest;
    }

    /**
     * Returns the name in suites and results.
     *
     * @return the name
     */
    public String key() {
        return key;
    }

    /**
     * Tells whether a bound can be met and missed at all.
     *
     * @param bound the bound
     * @return whether it lies in the metric's range
     */
    boolean accepts(double bound) {
        return bound >= 0 && bound <= highest;
    }

    /** Says the range for people. */
    String range() {
        return highest == 1 ? "a number from 0 to 1" : "a number from 0";
    }

    static Optional<Metric> named(String key) {
        return Arrays.stream(values()).filter(metric -> metric.key.equals(key)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Metric::key).collect(Collectors.joining(", "));
    }
}
