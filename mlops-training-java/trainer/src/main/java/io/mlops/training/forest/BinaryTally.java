package io.mlops.training.forest;

/** Sums for two classes: count and positive rows in one number of 64 bits. */
final class BinaryTally extends Tally {
    /** Per row: how often it was drawn, times two, plus one if it is positive. */
    private final int[] coded;

    private final long[] slots;

    BinaryTally(double[] targets, int[] draws, int slots) {
        this(coded(targets, draws), slots);
    }

    private BinaryTally(int[] coded, int slots) {
        this.coded = coded;
        this.slots = new long[slots];
    }

    private static int[] coded(double[] targets, int[] draws) {
        int[] coded = new int[draws.length];
        for (int row = 0; row < coded.length; row++) {
            coded[row] = (draws[row] << 1) | (targets[row] > 0 ? 1 : 0);
        }
        return coded;
    }

    @Override
    int width() {
        return 1;
    }

    @Override
    void add(int slot, int row) {
        slots[slot] += packed(coded[row]);
    }

    /** The count in the upper half, the positive rows in the lower. */
    private static long packed(int code) {
        int draws = code >> 1;
        return ((long) draws << 32) | (draws & -(code & 1));
    }

    @Override
    void addAll(byte[] bins, int[] rows, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            int row = rows[i];
            slots[bins[row] & 0xff] += packed(coded[row]);
        }
    }

    @Override
    int count(int slot) {
        return (int) (slots[slot] >>> 32);
    }

    @Override
    void addSums(int slot, double[] to) {
        to[0] += (int) slots[slot];
    }

    @Override
    void clear(int slot) {
        slots[slot] = 0;
    }

    @Override
    Tally another() {
        return new BinaryTally(coded, slots.length);
    }

    @Override
    boolean isPure(NodeSums sums, int[] rows, int lo, int hi) {
        return sums.sum(0) == 0 || sums.sum(0) == sums.count();
    }

    @Override
    double[] prediction(NodeSums sums) {
        return new double[] {sums.sum(0) / sums.count()};
    }
}
