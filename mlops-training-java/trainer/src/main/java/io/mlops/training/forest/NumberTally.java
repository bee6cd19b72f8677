package io.mlops.training.forest;

import java.util.Arrays;

/** Sums for numbers, each less the mean of all, so that squares of large numbers do not hide their differences. */
final class NumberTally extends Tally {
    private final double[] targets;
    private final int[] draws;
    private final double mean;
    private final int[] counts;
    private final double[] sums;

    NumberTally(double[] targets, int[] draws, int slots) {
        this(targets, draws, Arrays.stream(targets).sum() / Math.max(1, targets.length), slots);
    }

    private NumberTally(double[] targets, int[] draws, double mean, int slots) {
        this.targets = targets;
        this.draws = draws;
        this.mean = mean;
        this.counts = new int[slots];
        this.sums = new double[slots];
    }

    @Override
    int width() {
        return 1;
    }

    @Override
    void add(int slot, int row) {
        counts[slot] += draws[row];
        sums[slot] += draws[row] * (targets[row] - mean);
    }

    @Override
    void addAll(byte[] bins, int[] rows, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            add(bins[rows[i]] & 0xff, rows[i]);
        }
    }

    @Override
    int count(int slot) {
        return counts[slot];
    }

    @Override
    void addSums(int slot, double[] to) {
        to[0] += sums[slot];
    }

    @Override
    void clear(int slot) {
        counts[slot] = 0;
        sums[slot] = 0;
    }

    @Override
    Tally another() {
        return new NumberTally(targets, draws, mean, counts.length);
    }

    @Override
    boolean isPure(NodeSums node, int[] rows, int lo, int hi) {
        for (int i = lo + 1; i < hi; i++) {
            if (targets[rows[i]] != targets[rows[lo]]) {
                return false;
            }
        }
        return true;
    }

    @Override
    double[] prediction(NodeSums node) {
        return new double[] {node.sum(0) / node.count() + mean};
    }
}
