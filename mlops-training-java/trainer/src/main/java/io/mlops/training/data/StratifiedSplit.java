package io.mlops.training.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Parts rows into training and validation, each with the classes in the same proportion, by a seeded shuffle.
 */
public final class StratifiedSplit {
    private final int[] training;
    private final int[] validation;

    private StratifiedSplit(int[] training, int[] validation) {
        this.training = training;
        this.validation = validation;
    }

    /**
     * Splits a table. Each class has at least one row on either side.
     *
     * @param table at least two rows of each class
     * @param fraction the share of rows that validate, between 0 and 1
     * @param seed decides which rows
     * @return the row numbers of both parts, ascending
     */
    public static StratifiedSplit of(Table table, double fraction, long seed) {
        SplitMix64 random = SplitMix64.ofStream(seed, 0);
        int[] positive = rows(table, true);
        int[] negative = rows(table, false);
        random.shuffle(positive);
        random.shuffle(negative);
        int positiveCut = cut(positive.length, fraction);
        int negativeCut = cut(negative.length, fraction);
        int[] validation =
                join(Arrays.copyOfRange(positive, 0, positiveCut), Arrays.copyOfRange(negative, 0, negativeCut));
        int[] training = join(
                Arrays.copyOfRange(positive, positiveCut, positive.length),
                Arrays.copyOfRange(negative, negativeCut, negative.length));
        return new StratifiedSplit(training, validation);
    }

    private static int cut(int rows, double fraction) {
        return Math.max(1, Math.min(rows - 1, (int) Math.round(rows * fraction)));
    }

    private static int[] rows(Table table, boolean positive) {
        return IntStream.range(0, table.rows())
                .filter(row -> table.isPositive(row) == positive)
                .toArray();
    }

    private static int[] join(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().toArray();
    }

    /**
     * Lists the rows to train on.
     *
     * @return row numbers, ascending
     */
    public int[] training() {
        return training.clone();
    }

    /**
     * Lists the rows to validate on.
     *
     * @return row numbers, ascending
     */
    public int[] validation() {
        return validation.clone();
    }
}
