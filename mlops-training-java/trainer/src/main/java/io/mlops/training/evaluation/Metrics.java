package io.mlops.training.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How good predictions are. */
public final class Metrics {
    private final Map<String, Double> values;
    private final long[][] confusion;

    Metrics(Map<String, Double> values, long[][] confusion) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.confusion = Arrays.stream(confusion).map(long[]::clone).toArray(long[][]::new);
    }

    /**
     * Gives the metrics.
     *
     * @return numbers by the names of scikit-learn's functions, the most telling first
     */
    public Map<String, Double> values() {
        return values;
    }

    /**
     * Gives one metric.
     *
     * @param name one of {@link #values}
     * @return the number
     */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no metric " + name + "; there are " + values.keySet());
        }
        return value;
    }

    /**
     * Gives the most telling metric, of which a greater one is better.
     *
     * @return the first of {@link #values}
     */
    public double main() {
        return values.values().iterator().next();
    }

    /**
     * Counts rows by class and prediction.
     *
     * @return rows of the class (first index) that are predicted to be of a class (second); none for numbers
     */
    public long[][] confusion() {
        return Arrays.stream(confusion).map(long[]::clone).toArray(long[][]::new);
    }
}
