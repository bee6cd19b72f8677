package io.mlops.training.forest;

import java.util.Optional;

/**
 * Goes through a node's distinct values of one column, in order, and keeps the best cut between two of them.
 *
 * <p>Purity of a side of n rows, p of them positive, is (p² + (n-p)²) / n. Gini impurity of the node falls by the sum of
 * both sides' purity, divided by the node's size, less a constant (Breiman and others, "Classification and Regression
 * Trees", 1984, section 4.3), so the greatest sum is the best cut.
 */
final class CutScan {
    private final int column;
    private final int size;
    private final int positives;
    private final int leastSide;
    private int leftSize;
    private int leftPositives;
    private int lastRank = -1;
    private int bestLower = -1;
    private int bestUpper;
    private int bestSize;
    private double bestPurity = Double.NEGATIVE_INFINITY;

    CutScan(int column, Leaf leaf, int leastSide) {
        this.column = column;
        this.size = leaf.size();
        this.positives = leaf.positives();
        this.leastSide = leastSide;
    }

    /** Takes the rows of the next distinct value; ranks ascend. */
    void accept(int rank, int rows, int positiveRows) {
        if (leftSize >= leastSide && size - leftSize >= leastSide) {
            double purity = purity(leftSize, leftPositives) + purity(size - leftSize, positives - leftPositives);
            if (purity > bestPurity) {
                bestPurity = purity;
                bestLower = lastRank;
                bestUpper = rank;
                bestSize = leftSize;
            }
        }
        leftSize += rows;
        leftPositives += positiveRows;
        lastRank = rank;
    }

    private static double purity(double rows, double positive) {
        double negative = rows - positive;
        return (positive * positive + negative * negative) / rows;
    }

    Optional<Cut> best() {
        return bestLower < 0
                ? Optional.empty()
                : Optional.of(new Cut(column, bestLower, bestUpper, bestSize, bestPurity));
    }
}
