package io.mlops.training.forest;

import java.util.Arrays;

/**
 * How the numbers of one column become bins: the bin of a number is the count of thresholds below it. Columns with few
 * distinct numbers have a bin for each; others, bins of about as many rows, by a sample.
 */
final class Binning {
    /** Bins of numbers; one more is for missing values, and all are told apart in a byte. */
    static final int MOST_BINS = 255;
    /** Bins of more rows than this are found from every so many-th row. */
    private static final int SAMPLE = 200_000;

    private Binning() {}

    /** The upper ends of all bins but the last, ascending. */
    static float[] thresholds(float[] values) {
        float[] sorted = sample(values);
        Arrays.sort(sorted);
        int distinct = distinct(sorted);
        return distinct <= MOST_BINS ? betweenAll(sorted, distinct) : betweenQuantiles(sorted);
    }

    /** Numbers alone: a missing value is not one. */
    private static float[] sample(float[] values) {
        int step = Math.max(1, values.length / SAMPLE);
        float[] picked = new float[values.length / step + 1];
        int count = 0;
        for (int row = 0; row < values.length; row += step) {
            if (!Float.isNaN(values[row])) {
                picked[count++] = values[row];
            }
        }
        return Arrays.copyOf(picked, count);
    }

    private static int distinct(float[] sorted) {
        int count = sorted.length == 0 ? 0 : 1;
        for (int i = 1; i < sorted.length; i++) {
            count += sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        return count;
    }

    private static float[] betweenAll(float[] sorted, int distinct) {
        float[] thresholds = new float[Math.max(0, distinct - 1)];
        int count = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] != sorted[i - 1]) {
                thresholds[count++] = Thresholds.between(sorted[i - 1], sorted[i]);
            }
        }
        return thresholds;
    }

    /** A value that fills more than one bin has one of its own, and none is cut apart. */
    private static float[] betweenQuantiles(float[] sorted) {
        float[] thresholds = new float[MOST_BINS - 1];
        int count = 0;
        for (int bin = 1; bin < MOST_BINS; bin++) {
            int at = (int) ((long) bin * sorted.length / MOST_BINS);
            while (at < sorted.length && sorted[at] == sorted[at - 1]) {
                at++;
            }
            if (at < sorted.length) {
                float threshold = Thresholds.between(sorted[at - 1], sorted[at]);
                if (count == 0 || threshold > thresholds[count - 1]) {
                    thresholds[count++] = threshold;
                }
            }
        }
        return Arrays.copyOf(thresholds, count);
    }

    /** The bin of a number. */
    static int bin(float[] thresholds, float value) {
        int low = 0;
        int high = thresholds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value <= thresholds[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
