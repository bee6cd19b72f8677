package io.mlops.training.forest;

import io.mlops.training.model.FlatTree;

/** A tree, with how much each feature contributed to it. */
public final class GrownTree {
    private final FlatTree tree;
    private final double[] gains;

    /**
     * Joins both.
     *
     * @param tree the tree
     * @param gains per feature, by how much its splits made the drawn rows purer: 0 or above
     */
    public GrownTree(FlatTree tree, double[] gains) {
        this.tree = tree;
        this.gains = gains;
    }

    /**
     * Gives the tree.
     *
     * @return the tree
     */
    public FlatTree tree() {
        return tree;
    }

    /**
     * Gives the contributions.
     *
     * @return a number per feature; not to be changed
     */
    public double[] gains() {
        return gains;
    }
}
