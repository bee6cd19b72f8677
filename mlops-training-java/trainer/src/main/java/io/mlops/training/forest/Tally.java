package io.mlops.training.forest;

import io.mlops.training.data.Examples;

/**
 * The drawn rows of a node, summed by slot: a slot is a bin, or a rank, of one column's values.
 *
 * <p>Beside the count n, a slot has {@link #width} sums s: of the positive rows, for two classes; of the rows of each class,
 * for more; of the labels, for numbers. The purity of a side of a cut is the sum of s² / n. The Gini impurity of a node, or
 * its variance, falls by what both sides' purity is above the node's (Breiman and others, "Classification and Regression
 * Trees", 1984, sections 4.3 and 8.3; for two classes by twice that), so the greatest purity is the best cut.
 *
 * <p>Not safe for several threads.
 */
abstract class Tally {
    static Tally of(Examples examples, int[] draws, int slots) {
        return switch (examples.labels().task()) {
            case BINARY -> new BinaryTally(examples.targets(), draws, slots);
            case MULTICLASS ->
                new ClassTally(examples.targets(), draws, examples.labels().outputs(), slots);
            case REGRESSION -> new NumberTally(examples.targets(), draws, slots);
        };
    }

    /** How many sums there are. */
    abstract int width();

    /** How many numbers a leaf predicts. */
    int outputs() {
        return width();
    }

    abstract void add(int slot, int row);

    abstract void addAll(byte[] bins, int[] rows, int lo, int hi);

    abstract int count(int slot);

    abstract void addSums(int slot, double[] to);

    abstract void clear(int slot);

    /** A tally of the same rows with room of its own. */
    abstract Tally another();

    /** Whether all rows have the same label. */
    abstract boolean isPure(NodeSums sums, int[] rows, int lo, int hi);

    /** What a leaf of these rows predicts. */
    abstract double[] prediction(NodeSums sums);

    NodeSums sums(int[] rows, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            add(0, rows[i]);
        }
        NodeSums sums = NodeSums.of(this, 0);
        clear(0);
        return sums;
    }
}
