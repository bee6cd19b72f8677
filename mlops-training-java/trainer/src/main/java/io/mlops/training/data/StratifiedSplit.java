package io.mlops.training.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Parts rows into training and validation by a seeded shuffle, each with the classes in the same proportion; numbers have
 * no classes, and are parted at random.
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
        int[] training = new int[0];
        int[] validation = new int[0];
        // From the last class down: of two, the positive one is shuffled first.
        for (int code = Math.max(1, table.labels().classes().size()) - 1; code >= 0; code--) {
            int[] rows = rows(table, code);
            random.shuffle(rows);
            int cut = Math.max(1, Math.min(rows.length - 1, (int) Math.round(rows.length * fraction)));
            validation = join(validation, Arrays.copyOfRange(rows, 0, cut));
            training = join(training, Arrays.copyOfRange(rows, cut, rows.length));
        }
        Arrays.sort(training);
        Arrays.sort(validation);
        return new StratifiedSplit(training, validation);
    }

    /**
     * Splits a table whose last rows are a channel of their own.
     *
     * @param rows how many rows there are
     * @param trainingRows how many of them, the first, are to train on
     * @return the row numbers of both parts, ascending
     */
    public static StratifiedSplit at(int rows, int trainingRows) {
        return new StratifiedSplit(
                IntStream.range(0, trainingRows).toArray(),
                IntStream.range(trainingRows, rows).toArray());
    }

    private static int[] rows(Table table, int code) {
        boolean classes = table.labels().task().isClassification();
        return IntStream.range(0, table.rows())
                .filter(row -> !classes || table.target(row) == code)
                .toArray();
    }

    private static int[] join(int[] a, int[] b) {
        int[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
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
