package io.mlops.training.data;

/** Labelled rows without missing values, in columns. The arrays are shared, not copied: nobody changes them. */
public final class Examples {
    private final double[][] columns;
    private final boolean[] positive;

    /**
     * Wraps columns.
     *
     * @param columns features by rows, finite
     * @param positive each row's label
     */
    public Examples(double[][] columns, boolean[] positive) {
        this.columns = columns;
        this.positive = positive;
    }

    /**
     * Counts rows.
     *
     * @return 0 or above
     */
    public int rows() {
        return positive.length;
    }

    /**
     * Counts features.
     *
     * @return 0 or above
     */
    public int features() {
        return columns.length;
    }

    /**
     * Gives a feature's values.
     *
     * @param feature from 0
     * @return a value per row; not to be changed
     */
    public double[] column(int feature) {
        return columns[feature];
    }

    /**
     * Gives the labels.
     *
     * @return whether each row is positive; not to be changed
     */
    public boolean[] positive() {
        return positive;
    }

    /**
     * Gives one row's features.
     *
     * @param row from 0
     * @param into receives a value per feature
     */
    public void copyRow(int row, double[] into) {
        for (int feature = 0; feature < columns.length; feature++) {
            into[feature] = columns[feature][row];
        }
    }
}
