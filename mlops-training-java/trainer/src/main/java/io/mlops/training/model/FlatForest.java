package io.mlops.training.model;

import java.util.Arrays;
import java.util.List;

/**
 * A forest of flat trees. Its prediction is the mean of its trees', as
 * scikit-learn's {@code RandomForestClassifier.predict_proba} and {@code RandomForestRegressor.predict} have it. Safe for
 * many threads.
 */
public final class FlatForest {
    private final ForestShape shape;
    private final FlatTree[] trees;
    private final int[] categories;

    private FlatForest(ForestShape shape, FlatTree[] trees) {
        this.shape = shape;
        this.trees = trees;
        this.categories =
                shape.categories().stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Joins trees.
     *
     * @param shape what they may refer to
     * @param trees at least one
     * @return the forest
     * @throws InvalidModelException if a tree is not well-formed
     */
    public static FlatForest of(ForestShape shape, List<FlatTree> trees) {
        if (trees.isEmpty()) {
            throw new InvalidModelException("a forest without trees");
        }
        for (FlatTree tree : trees) {
            tree.check(shape);
        }
        return new FlatForest(shape, trees.toArray(FlatTree[]::new));
    }

    /**
     * Predicts one number: the first output.
     *
     * @param row a value per feature: a number, a category's code, or missing as the features encode it
     * @return the positive class's probability, or the number that is predicted
     */
    public double score(double[] row) {
        double sum = 0;
        for (FlatTree tree : trees) {
            sum += tree.output(tree.leaf(row, categories), shape.outputs() > 1, 0);
        }
        return sum / trees.length;
    }

    /**
     * Predicts every output.
     *
     * @param row a value per feature: a number, a category's code, or missing as the features encode it
     * @return a number per output
     */
    public double[] predict(double[] row) {
        double[] sums = new double[shape.outputs()];
        for (int tree = 0; tree < trees.length; tree++) {
            addPrediction(tree, row, sums, 0);
        }
        for (int output = 0; output < sums.length; output++) {
            sums[output] /= trees.length;
        }
        return sums;
    }

    /**
     * Adds one tree's prediction to sums, for estimates that leave trees out.
     *
     * @param tree from 0
     * @param row as for {@link #predict}
     * @param sums a number per output, added to
     * @param at the place of the first output in {@code sums}
     */
    public void addPrediction(int tree, double[] row, double[] sums, int at) {
        FlatTree one = trees[tree];
        int leaf = one.leaf(row, categories);
        for (int output = 0; output < shape.outputs(); output++) {
            sums[at + output] += one.output(leaf, shape.outputs() > 1, output);
        }
    }

    /**
     * Parts a prediction among the features, by TreeSHAP: see {@link TreeShap}.
     *
     * @param row as for {@link #predict}
     * @param output which of the outputs
     * @return a number per feature, and last the mean prediction: together they are the prediction
     */
    public double[] contributions(double[] row, int output) {
        double[] sums = new double[categories.length + 1];
        for (FlatTree tree : trees) {
            new TreeShap(tree, shape.outputs() > 1, output, row, categories, sums).add();
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= trees.length;
        }
        return sums;
    }

    /**
     * Describes what the trees may refer to.
     *
     * @return the shape
     */
    public ForestShape shape() {
        return shape;
    }

    /**
     * Counts features.
     *
     * @return how many values a row has
     */
    public int features() {
        return shape.categories().size();
    }

    /**
     * Counts trees.
     *
     * @return 1 or above
     */
    public int size() {
        return trees.length;
    }

    /**
     * Counts the nodes of all trees.
     *
     * @return 1 or above
     */
    public int nodes() {
        return Arrays.stream(trees).mapToInt(FlatTree::nodes).sum();
    }

    /**
     * Lists the trees.
     *
     * @return its trees, in order
     */
    public List<FlatTree> trees() {
        return List.of(trees);
    }
}
