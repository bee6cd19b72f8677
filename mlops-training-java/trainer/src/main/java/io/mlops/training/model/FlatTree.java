package io.mlops.training.model;

/**
 * One tree in three arrays, the root first.
 *
 * <p>An inner node has its feature, its threshold as value, and the place of its left child, to which a row goes whose
 * feature is at most the threshold; the right child is the next node. A leaf has the feature {@value #LEAF}, the positive
 * class's probability as value, and no child. Children come after their parent, so that a walk always ends.
 */
public final class FlatTree {
    /** The feature of a leaf. */
    public static final int LEAF = -1;

    private final int[] feature;
    private final double[] value;
    private final int[] left;

    /**
     * Wraps the arrays.
     *
     * @param feature each node's feature, or {@value #LEAF}
     * @param value each node's threshold or probability
     * @param left each inner node's left child
     */
    public FlatTree(int[] feature, double[] value, int[] left) {
        this.feature = feature;
        this.value = value;
        this.left = left;
    }

    /**
     * Counts nodes.
     *
     * @return 1 or above
     */
    public int nodes() {
        return feature.length;
    }

    int feature(int node) {
        return feature[node];
    }

    double value(int node) {
        return value[node];
    }

    int left(int node) {
        return left[node];
    }

    /** Says what is wrong with the tree, so that a file that was tampered with can neither loop nor leave the arrays. */
    void check(int features) {
        if (feature.length == 0) {
            throw new InvalidModelException("a tree without nodes");
        }
        for (int node = 0; node < feature.length; node++) {
            if (feature[node] == LEAF) {
                require(value[node] >= 0 && value[node] <= 1, "probability", node, value[node]);
                require(left[node] == 0, "child of a leaf", node, left[node]);
            } else {
                require(feature[node] >= 0 && feature[node] < features, "feature", node, feature[node]);
                require(Double.isFinite(value[node]), "threshold", node, value[node]);
                require(left[node] > node && left[node] < feature.length - 1, "child", node, left[node]);
            }
        }
    }

    private static void require(boolean holds, String what, int node, double given) {
        if (!holds) {
            throw new InvalidModelException("node " + node + ": " + what + " out of range: " + given);
        }
    }
}
