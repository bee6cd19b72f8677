package io.mlops.training.forest;

/** Sums for three or more classes: the rows of each. */
final class ClassTally extends Tally {
    private final double[] targets;
    private final int[] draws;
    private final int classes;
    private final int[] slots;

    ClassTally(double[] targets, int[] draws, int classes, int slots) {
        this.targets = targets;
        this.draws = draws;
        this.classes = classes;
        this.slots = new int[slots * classes];
    }

    @Override
    int width() {
        return classes;
    }

    @Override
    void add(int slot, int row) {
        slots[slot * classes + (int) targets[row]] += draws[row];
    }

    @Override
    void addAll(byte[] bins, int[] rows, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            add(bins[rows[i]] & 0xff, rows[i]);
        }
    }

    @Override
    int count(int slot) {
        int count = 0;
        for (int at = slot * classes; at < (slot + 1) * classes; at++) {
            count += slots[at];
        }
        return count;
    }

    @Override
    void addSums(int slot, double[] to) {
        for (int i = 0; i < classes; i++) {
            to[i] += slots[slot * classes + i];
        }
    }

    @Override
    void clear(int slot) {
        java.util.Arrays.fill(slots, slot * classes, (slot + 1) * classes, 0);
    }

    @Override
    Tally another() {
        return new ClassTally(targets, draws, classes, slots.length / classes);
    }

    @Override
    boolean isPure(NodeSums sums, int[] rows, int lo, int hi) {
        for (int i = 0; i < classes; i++) {
            if (sums.sum(i) == sums.count()) {
                return true;
            }
        }
        return false;
    }

    @Override
    double[] prediction(NodeSums sums) {
        double[] shares = new double[classes];
        for (int i = 0; i < classes; i++) {
            shares[i] = sums.sum(i) / sums.count();
        }
        return shares;
    }
}
