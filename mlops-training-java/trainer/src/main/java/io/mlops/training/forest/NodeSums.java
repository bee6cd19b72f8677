package io.mlops.training.forest;

/** How often the rows of a node were drawn, and their sums: see {@link Tally}. */
final class NodeSums {
    private final double[] sums;
    private int count;

    NodeSums(int width) {
        this.sums = new double[width];
    }

    static NodeSums of(Tally tally, int slot) {
        NodeSums sums = new NodeSums(tally.width());
        sums.add(tally, slot);
        return sums;
    }

    int count() {
        return count;
    }

    double sum(int at) {
        return sums[at];
    }

    void add(Tally tally, int slot) {
        count += tally.count(slot);
        tally.addSums(slot, sums);
    }

    NodeSums copy() {
        return minus(new NodeSums(sums.length));
    }

    NodeSums minus(NodeSums other) {
        NodeSums rest = new NodeSums(sums.length);
        rest.count = count - other.count;
        for (int i = 0; i < sums.length; i++) {
            rest.sums[i] = sums[i] - other.sums[i];
        }
        return rest;
    }

    double purity() {
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        return squares / count;
    }

    /** The purity of what is left of a node when these rows are taken away. */
    double purityOfRest(NodeSums whole) {
        double squares = 0;
        for (int i = 0; i < sums.length; i++) {
            double rest = whole.sums[i] - sums[i];
            squares += rest * rest;
        }
        return squares / (whole.count - count);
    }

    int width() {
        return sums.length;
    }
}
