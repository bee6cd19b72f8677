package io.mlops.training.forest;

/** Goes through the slots of a node, in an order, and keeps the best cut between two of them: see {@link Tally}. */
final class CutScan {
    private final Tally tally;
    private final NodeSums whole;
    private final int leastSide;
    private NodeSums left;
    private int accepted;
    private int lastSlot = -1;
    private int bestAccepted;
    private int bestLower = -1;
    private int bestUpper;
    private double bestPurity = Double.NEGATIVE_INFINITY;
    private NodeSums bestLeft;

    CutScan(Tally tally, NodeSums whole, int leastSide) {
        this.tally = tally;
        this.whole = whole;
        this.leastSide = leastSide;
        this.left = new NodeSums(whole.width());
        this.bestLeft = left;
    }

    /** Takes the next slot, which has rows. */
    void accept(int slot) {
        if (left.count() >= leastSide && whole.count() - left.count() >= leastSide) {
            double purity = left.purity() + left.purityOfRest(whole);
            if (purity > bestPurity) {
                bestPurity = purity;
                bestLower = lastSlot;
                bestUpper = slot;
                bestAccepted = accepted;
                bestLeft = left.copy();
            }
        }
        left.add(tally, slot);
        lastSlot = slot;
        accepted++;
    }

    /** Begins anew, to try another order; the best cut is kept unless a better one is found. */
    void restart() {
        left = new NodeSums(whole.width());
        accepted = 0;
        lastSlot = -1;
    }

    boolean isFound() {
        return bestLower >= 0;
    }

    double purity() {
        return bestPurity;
    }

    /** The last slot that goes left. */
    int lower() {
        return bestLower;
    }

    /** The first slot that goes right. */
    int upper() {
        return bestUpper;
    }

    /** How many slots go left. */
    int slotsLeft() {
        return bestAccepted;
    }

    NodeSums leftSums() {
        return bestLeft;
    }
}
