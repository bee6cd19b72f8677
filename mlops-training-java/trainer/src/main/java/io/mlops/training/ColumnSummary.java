package io.mlops.training;

import java.util.Map;
import java.util.TreeMap;

/** What is to be said of one column's values: numbers, or codes of categories. */
final class ColumnSummary {
    /** Codes above this are not counted one by one. */
    private static final int MOST_CODES = 10_000;

    private final Map<Integer, Long> counts = new TreeMap<>();
    private long present;
    private long missing;
    private double sum;
    private double squares;
    private float least = Float.POSITIVE_INFINITY;
    private float most = Float.NEGATIVE_INFINITY;
    private boolean integral = true;

    private ColumnSummary() {}

    static ColumnSummary of(float[] values, int[] rows) {
        ColumnSummary summary = new ColumnSummary();
        for (int row : rows) {
            summary.add(values[row]);
        }
        return summary;
    }

    private void add(float value) {
        if (Float.isNaN(value)) {
            missing++;
            return;
        }
        present++;
        // Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962.
        double before = present == 1 ? 0 : sum / (present - 1);
        sum += value;
        squares += (value - before) * (value - sum / present);
        least = Math.min(least, value);
        most = Math.max(most, value);
        integral &= value == Math.rint(value);
        if (integral && value >= 0 && value < MOST_CODES) {
            counts.merge((int) value, 1L, Long::sum);
        }
    }

    long present() {
        return present;
    }

    long missing() {
        return missing;
    }

    double sum() {
        return sum;
    }

    double mean() {
        return present == 0 ? 0 : sum / present;
    }

    double standardDeviation() {
        return present == 0 ? 0 : Math.sqrt(squares / present);
    }

    float least() {
        return present == 0 ? 0 : least;
    }

    float most() {
        return present == 0 ? 0 : most;
    }

    boolean isIntegral() {
        return integral;
    }

    int distinctCodes() {
        return counts.size();
    }

    long count(int code) {
        return counts.getOrDefault(code, 0L);
    }

    /** Counts rows by value, in so many buckets of the same width. */
    long[] buckets(float[] values, int[] rows, int buckets) {
        long[] counted = new long[buckets];
        double width = ((double) most() - least()) / buckets;
        for (int row : rows) {
            if (!Float.isNaN(values[row])) {
                int bucket = width > 0 ? (int) ((values[row] - (double) least()) / width) : 0;
                counted[Math.max(0, Math.min(buckets - 1, bucket))]++;
            }
        }
        return counted;
    }
}
