package io.mlops.training.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Training data in columns.
 *
 * <p>Values are what {@link Feature#encode} gives, but for missing ones, which are {@code NaN} until {@link
 * #examples} fills them.
 */
public final class Table {
    private final List<Feature> features;
    private final float[][] columns;
    private final double[] targets;
    private final float @Nullable [] weights;
    private final Labels labels;

    Table(List<Feature> features, float[][] columns, double[] targets, float @Nullable [] weights, Labels labels) {
        this.features = List.copyOf(features);
        this.columns = columns;
        this.targets = targets;
        this.weights = weights;
        this.labels = labels;
    }

    /**
     * Lists the feature columns.
     *
     * @return the features in the files' order, which is the order of request fields, too; medians and ranges not known yet
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
        return targets.length;
    }

    /**
     * Tells a row's label.
     *
     * @param row 0 or above
     * @return the number, or the class's place in {@link Labels#classes}
     */
    public double target(int row) {
        return targets[row];
    }

    /**
     * Gives a feature's values.
     *
     * @param feature from 0
     * @return a value per row, {@code NaN} where missing; not to be changed
     */
    public float[] column(int feature) {
        return columns[feature];
    }

    /**
     * Counts rows of a class.
     *
     * @param code the class's place in {@link Labels#classes}
     * @return 0 or above
     */
    public int count(int code) {
        int count = 0;
        for (double target : targets) {
            count += target == code ? 1 : 0;
        }
        return count;
    }

    /**
     * Describes the features with what some rows tell (all, where none of those has a value), so that rows kept for
     * validation have no part in it: the range of numbers, and their median for missing ones, as scikit-learn's {@code
     * SimpleImputer(strategy="median")} does.
     *
     * @param some the training rows' numbers
     * @param medians whether a missing number is to be the median; else it stays missing
     * @return the features
     */
    public List<Feature> describe(int[] some, boolean medians) {
        Feature[] known = new Feature[columns.length];
        for (int column = 0; column < columns.length; column++) {
            known[column] = features.get(column) instanceof NumericFeature numeric
                    ? Medians.describe(numeric.name(), columns[column], some, medians)
                    : features.get(column);
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
        double[] target = new double[some.length];
        float[] weight = new float[weights == null ? 0 : some.length];
        for (int i = 0; i < some.length; i++) {
            target[i] = targets[some[i]];
            if (weights != null) {
                weight[i] = weights[some[i]];
            }
        }
        float[][] picked = new float[columns.length][];
        for (int column = 0; column < columns.length; column++) {
            float missing = (float) known.get(column).encode("").orElseThrow();
            picked[column] = pick(columns[column], some, missing);
        }
        return new Examples(known, picked, labels, target, weight);
    }

    private static float[] pick(float[] values, int[] some, float missing) {
        float[] picked = new float[some.length];
        for (int i = 0; i < some.length; i++) {
            float value = values[some[i]];
            picked[i] = Float.isNaN(value) ? missing : value;
        }
        return picked;
    }
}
