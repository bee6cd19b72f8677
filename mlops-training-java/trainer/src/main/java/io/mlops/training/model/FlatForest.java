package io.mlops.training.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A forest as flat arrays, in which all trees lie one after the other. Its score is the mean of its trees' leaf
 * probabilities, as scikit-learn's {@code RandomForestClassifier.predict_proba} has it. Safe for many threads.
 */
public final class FlatForest {
    private final int features;
    private final int[] roots;
    private final int[] feature;
    private final double[] value;
    private final int[] left;

    private FlatForest(int features, int[] roots, int nodes) {
        this.features = features;
        this.roots = roots;
        this.feature = new int[nodes];
        this.value = new double[nodes];
        this.left = new int[nodes];
    }

    /**
     * Joins trees.
     *
     * @param features how many features a row has
     * @param trees at least one
     * @return the forest
     * @throws InvalidModelException if a tree is not well-formed
     */
    public static FlatForest of(int features, List<FlatTree> trees) {
        if (trees.isEmpty()) {
            throw new InvalidModelException("a forest without trees");
        }
        int[] roots = new int[trees.size()];
        int nodes = 0;
        for (int tree = 0; tree < roots.length; tree++) {
            trees.get(tree).check(features);
            roots[tree] = nodes;
            nodes = Math.addExact(nodes, trees.get(tree).nodes());
        }
        FlatForest forest = new FlatForest(features, roots, nodes);
        for (int tree = 0; tree < roots.length; tree++) {
            forest.place(trees.get(tree), roots[tree]);
        }
        return forest;
    }

    private void place(FlatTree tree, int root) {
        for (int node = 0; node < tree.nodes(); node++) {
            feature[root + node] = tree.feature(node);
            value[root + node] = tree.value(node);
            left[root + node] = tree.feature(node) == FlatTree.LEAF ? 0 : root + tree.left(node);
        }
    }

    /**
     * Scores a row.
     *
     * @param row a finite value per feature
     * @return the positive class's probability, 0 to 1
     */
    public double score(double[] row) {
        double sum = 0;
        for (int root : roots) {
            int node = root;
            int split = feature[node];
            while (split >= 0) {
                node = left[node] + (row[split] <= value[node] ? 0 : 1);
                split = feature[node];
            }
            sum += value[node];
        }
        return sum / roots.length;
    }

    /**
     * Counts features.
     *
     * @return how many values a row has
     */
    public int features() {
        return features;
    }

    /**
     * Counts trees.
     *
     * @return 1 or above
     */
    public int size() {
        return roots.length;
    }

    /**
     * Counts the nodes of all trees.
     *
     * @return 1 or above
     */
    public int nodes() {
        return feature.length;
    }

    /**
     * Takes the forest apart.
     *
     * @return its trees, in order
     */
    public List<FlatTree> trees() {
        List<FlatTree> trees = new ArrayList<>(roots.length);
        for (int tree = 0; tree < roots.length; tree++) {
            int from = roots[tree];
            int to = tree + 1 < roots.length ? roots[tree + 1] : feature.length;
            int[] child = Arrays.copyOfRange(left, from, to);
            for (int node = 0; node < child.length; node++) {
                child[node] = feature[from + node] == FlatTree.LEAF ? 0 : child[node] - from;
            }
            trees.add(new FlatTree(Arrays.copyOfRange(feature, from, to), Arrays.copyOfRange(value, from, to), child));
        }
        return trees;
    }
}
