package io.mlops.training.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Medians of columns with missing values. */
final class Medians {
    private Medians() {}

    /** The median of the rows that have a value, or of the whole column if none of them has; the mean of the middle two. */
    static double of(double[] values, int[] rows) {
        double[] present = Arrays.stream(rows)
                .mapToDouble(row -> values[row])
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (present.length == 0) {
            return of(values, IntStream.range(0, values.length).toArray());
        }
        int middle = present.length / 2;
        return present.length % 2 == 1 ? present[middle] : present[middle - 1] * 0.5 + present[middle] * 0.5;
    }
}
