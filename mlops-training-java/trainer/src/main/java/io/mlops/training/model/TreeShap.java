package io.mlops.training.model;

import java.util.Arrays;

/**
 * The contributions of the features to one tree's prediction for one row: Shapley values, where a feature that is left out
 * goes both ways, as often as the rows did that the tree grew on (Lundberg and others, "Consistent Individualized Feature
 * Attribution for Tree Ensembles", 2018, algorithm 2). Time grows with the square of depth.
 */
final class TreeShap {
    private final FlatTree tree;
    private final boolean several;
    private final int output;
    private final double[] row;
    private final int[] categories;
    private final double[] sums;

    TreeShap(FlatTree tree, boolean several, int output, double[] row, int[] categories, double[] sums) {
        this.tree = tree;
        this.several = several;
        this.output = output;
        this.row = row;
        this.categories = categories;
        this.sums = sums;
    }

    /** Adds each feature's contribution, and last the mean prediction. */
    void add() {
        sums[sums.length - 1] += mean(0);
        walk(0, new Path(), 1, 1, -1);
    }

    private double mean(int node) {
        if (tree.feature(node) == FlatTree.LEAF) {
            return tree.output(node, several, output);
        }
        int left = tree.left(node);
        return (mean(left) * tree.cover(left) + mean(left + 1) * tree.cover(left + 1))
                / (tree.cover(left) + tree.cover(left + 1));
    }

    private void walk(int node, Path above, double zero, double one, int feature) {
        Path path = above.extended(zero, one, feature);
        int split = tree.feature(node);
        if (split == FlatTree.LEAF) {
            double value = tree.output(node, several, output);
            for (int at = 1; at < path.length; at++) {
                sums[path.features[at]] += path.unwoundSum(at) * (path.ones[at] - path.zeros[at]) * value;
            }
            return;
        }
        int left = tree.left(node);
        int hot = tree.goesLeft(node, row[split], categories[split]) ? left : left + 1;
        int cold = hot == left ? left + 1 : left;
        double both = tree.cover(left) + (double) tree.cover(left + 1);
        double zeroBefore = 1;
        double oneBefore = 1;
        int before = path.indexOf(split);
        if (before > 0) {
            zeroBefore = path.zeros[before];
            oneBefore = path.ones[before];
            path = path.unwound(before);
        }
        walk(hot, path, zeroBefore * tree.cover(hot) / both, oneBefore, split);
        walk(cold, path, zeroBefore * tree.cover(cold) / both, 0, split);
    }

    /** The features on the way from the root, with the shares of subsets in which they are left out, or not. */
    private static final class Path {
        private final int length;
        private final int[] features;
        private final double[] zeros;
        private final double[] ones;
        private final double[] weights;

        Path() {
            this(0, new int[0], new double[0], new double[0], new double[0]);
        }

        private Path(int length, int[] features, double[] zeros, double[] ones, double[] weights) {
            this.length = length;
            this.features = features;
            this.zeros = zeros;
            this.ones = ones;
            this.weights = weights;
        }

        private Path copy(int size) {
            return new Path(
                    size,
                    Arrays.copyOf(features, size),
                    Arrays.copyOf(zeros, size),
                    Arrays.copyOf(ones, size),
                    Arrays.copyOf(weights, size));
        }

        Path extended(double zero, double one, int feature) {
            Path longer = copy(length + 1);
            longer.features[length] = feature;
            longer.zeros[length] = zero;
            longer.ones[length] = one;
            longer.weights[length] = length == 0 ? 1 : 0;
            for (int i = length - 1; i >= 0; i--) {
                longer.weights[i + 1] += one * longer.weights[i] * (i + 1) / (length + 1);
                longer.weights[i] = zero * longer.weights[i] * (length - i) / (length + 1);
            }
            return longer;
        }

        Path unwound(int at) {
            Path shorter = copy(length);
            double next = weights[length - 1];
            for (int i = length - 2; i >= 0; i--) {
                if (ones[at] != 0) {
                    double kept = shorter.weights[i];
                    shorter.weights[i] = next * length / ((i + 1) * ones[at]);
                    next = kept - shorter.weights[i] * zeros[at] * (length - 1 - i) / length;
                } else {
                    shorter.weights[i] = shorter.weights[i] * length / (zeros[at] * (length - 1 - i));
                }
            }
            for (int i = at; i < length - 1; i++) {
                shorter.features[i] = features[i + 1];
                shorter.zeros[i] = zeros[i + 1];
                shorter.ones[i] = ones[i + 1];
            }
            return shorter.copy(length - 1);
        }

        double unwoundSum(int at) {
            return Arrays.stream(unwound(at).weights).sum();
        }

        int indexOf(int feature) {
            for (int i = 1; i < length; i++) {
                if (features[i] == feature) {
                    return i;
                }
            }
            return -1;
        }
    }
}
