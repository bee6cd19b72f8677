package io.mlops.local.cloudwatch;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** What came for a metric in a span of time. Where very many different values come, all but the first keep 3 digits. */
final class Aggregate {
    private static final int MOST_EXACT = 1000;
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private final NavigableMap<Double, Double> counts = new TreeMap<>();
    private double count;
    private double sum;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
    private boolean summarized;

    void add(double value, double times) {
        double kept = counts.size() < MOST_EXACT || counts.containsKey(value)
                ? value
                : new BigDecimal(value).round(THREE_DIGITS).doubleValue();
        counts.merge(kept, times, Double::sum);
        add(times, value * times, value, value);
    }

    void add(StatisticSet set) {
        if (set.minimum().equals(set.maximum())) {
            counts.merge(set.minimum(), set.sampleCount(), Double::sum);
        } else {
            summarized = true;
        }
        add(set.sampleCount(), set.sum(), set.minimum(), set.maximum());
    }

    void add(Aggregate other) {
        other.counts.forEach((value, times) -> counts.merge(value, times, Double::sum));
        summarized |= other.summarized;
        add(other.count, other.sum, other.minimum, other.maximum);
    }

    private void add(double samples, double total, double least, double most) {
        count += samples;
        sum += total;
        minimum = Math.min(minimum, least);
        maximum = Math.max(maximum, most);
    }

    double count() {
        return count;
    }

    double sum() {
        return sum;
    }

    double minimum() {
        return minimum;
    }

    double maximum() {
        return maximum;
    }

    /** The least value that this share of the samples does not exceed; not a number where only summaries came. */
    double percentile(double percent) {
        double wanted = count * percent / 100;
        double seen = 0;
        if (summarized) {
            return Double.NaN;
        }
        for (Map.Entry<Double, Double> each : counts.entrySet()) {
            seen += each.getValue();
            if (seen >= wanted) {
                return each.getKey();
            }
        }
        return maximum;
    }
}
