package io.mlops.training.data;

import java.util.List;

/** Labelled rows in columns. The arrays are shared, not copied: nobody changes them. */
public final class Examples {
    private final List<Feature> features;
    private final float[][] columns;
    private final Labels labels;
    private final double[] targets;
    private final float[] weights;

    /**
     * Wraps columns.
     *
     * @param features what the columns are
     * @param columns features by rows, as the features encode them: finite, or {@code NaN} for a missing number
     * @param labels what is predicted
     * @param targets each row's label: the number, or the class's place in {@link Labels#classes}
     * @param weights each row's weight, 0 or above; empty where all weigh the same
     */
    public Examples(List<Feature> features, float[][] columns, Labels labels, double[] targets, float[] weights) {
        this.features = List.copyOf(features);
        this.columns = columns;
        this.labels = labels;
        this.targets = targets;
        this.weights = weights;
    }

    /**
     * Counts rows.
     *
     * @return 0 or above
     */
    public int rows() {
        return targets.length;
    }

    /**
     * Describes the columns.
     *
     * @return a feature per column
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
     * Gives a feature's values.
     *
     * @param feature from 0
     * @return a value per row; not to be changed
     */
    public float[] column(int feature) {
        return columns[feature];
    }

    /**
     * Gives the labels.
     *
     * @return a number per row, or the place of its class; not to be changed
     */
    public double[] targets() {
        return targets;
    }

    /**
     * Gives the weights.
     *
     * @return a weight per row, or none where all weigh the same; not to be changed
     */
    public float[] weights() {
        return weights;
    }

    /**
     * Weighs each row, in addition to its weight, by its class.
     *
     * @param byClass a weight per class, above 0
     * @return the same rows with other weights
     */
    public Examples weighted(double[] byClass) {
        float[] product = new float[targets.length];
        for (int row = 0; row < product.length; row++) {
            float weight = weights.length == 0 ? 1 : weights[row];
            product[row] = (float) (weight * byClass[(int) targets[row]]);
        }
        return new Examples(features, columns, labels, targets, product);
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
