package io.mlops.training.data;

import java.util.BitSet;
import java.util.List;

/**
 * Training data in columns.
 *
 * <p>Values are what {@link Feature#encode} gives, but for missing ones, which are {@code NaN} until {@link
 * #examples} fills them.
 */
public final class Table {
    private final List<Feature> features;
    private final double[][] columns;
    private final BitSet positives;
    private final Labels labels;
    private final int rows;

    Table(List<Feature> features, double[][] columns, BitSet positives, Labels labels, int rows) {
        this.features = List.copyOf(features);
        this.columns = columns;
        this.positives = positives;
        this.labels = labels;
        this.rows = rows;
    }

    /**
     * Lists the feature columns.
     *
     * @return the features in the files' order, which is the order of request fields, too; medians not known yet
     */
    public List<Feature> features() {
        return features;
    }

    /**
     * Describes the label.
     *
     * @return its column and classes
     */
    public Labels labels() {
        return labels;
    }

    /**
     * Counts rows.
     *
     * @return 4 or above
     */
    public int rows() {
        return rows;
    }

    /**
     * Counts rows with the positive label.
     *
     * @return 2 or above
     */
    public int positives() {
        return positives.cardinality();
    }

    /**
     * Tells a row's label.
     *
     * @param row 0 or above
     * @return whether it is the positive one
     */
    public boolean isPositive(int row) {
        return positives.get(row);
    }

    /**
     * Takes the medians of some rows (of all, where none of those has a value) for missing numbers, as scikit-learn's
     * {@code SimpleImputer(strategy="median")} does, so that rows kept for validation have no part in them.
     *
     * @param some the training rows' numbers
     * @return the features, medians known
     */
    public List<Feature> featuresWithMediansOf(int[] some) {
        Feature[] known = new Feature[columns.length];
        for (int column = 0; column < columns.length; column++) {
            Feature feature = features.get(column);
            known[column] = feature instanceof NumericFeature
                    ? new NumericFeature(feature.name(), Medians.of(columns[column], some))
                    : feature;
        }
        return List.of(known);
    }

    /**
     * Picks rows and fills their missing values.
     *
     * @param some row numbers
     * @param known the features with their medians
     * @return those rows, in that order
     */
    public Examples examples(int[] some, List<Feature> known) {
        boolean[] positive = new boolean[some.length];
        for (int i = 0; i < some.length; i++) {
            positive[i] = positives.get(some[i]);
        }
        double[][] picked = new double[columns.length][];
        for (int column = 0; column < columns.length; column++) {
            double missing = known.get(column).encode("").orElseThrow();
            picked[column] = pick(columns[column], some, missing);
        }
        return new Examples(picked, positive);
    }

    private static double[] pick(double[] values, int[] some, double missing) {
        double[] picked = new double[some.length];
        for (int i = 0; i < some.length; i++) {
            double value = values[some[i]];
            picked[i] = Double.isNaN(value) ? missing : value;
        }
        return picked;
    }
}
