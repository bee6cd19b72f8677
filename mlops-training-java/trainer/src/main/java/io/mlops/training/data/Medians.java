package io.mlops.training.data;

import java.util.Arrays;

/** Medians and ranges of columns with missing values. */
final class Medians {
    private Medians() {}

    /** Range and, if wanted, median of the rows that have a value, or of the whole column if none of them has. */
    static NumericFeature describe(String name, float[] values, int[] rows, boolean median) {
        float[] present = new float[rows.length];
        int count = 0;
        for (int row : rows) {
            if (!Float.isNaN(values[row])) {
                present[count++] = values[row];
            }
        }
        if (count == 0) {
            int[] all = new int[values.length];
            Arrays.setAll(all, row -> row);
            return describe(name, values, all, median);
        }
        float[] sorted = Arrays.copyOf(present, count);
        Arrays.sort(sorted);
        return new NumericFeature(name, median ? middle(sorted) : Double.NaN, sorted[0], sorted[count - 1]);
    }

    /** The mean of the middle two, rounded as every value is. */
    private static double middle(float[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (float) (sorted[middle - 1] * 0.5 + sorted[middle] * 0.5);
    }
}
