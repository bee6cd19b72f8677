package io.mlops.training.forest;

/** A split of a node's rows by the bins of one column. */
final class BinSplit {
    private final int column;
    private final boolean[] left;
    private final int lower;
    private final int upper;
    private final NodeSums leftSums;
    private final double purity;

    /** Lower is the last bin of numbers that goes left, upper the first that goes right. */
    BinSplit(int column, boolean[] left, int lower, int upper, NodeSums leftSums, double purity) {
        this.column = column;
        this.left = left;
        this.lower = lower;
        this.upper = upper;
        this.leftSums = leftSums;
        this.purity = purity;
    }

    int column() {
        return column;
    }

    /** Which bins go left. */
    boolean[] left() {
        return left;
    }

    int lower() {
        return lower;
    }

    int upper() {
        return upper;
    }

    NodeSums leftSums() {
        return leftSums;
    }

    /** How pure both sides are: see {@link Tally}. */
    double purity() {
        return purity;
    }
}
