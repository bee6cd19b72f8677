package io.mlops.training.forest;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the best split of a node by one binned column.
 *
 * <p>Numbers are cut between every two bins that have rows, with the missing ones on either side, or alone. Categories are
 * put in the order of their mean label and cut there, which for two classes and for numbers finds the best of all sets
 * (Breiman and others, "Classification and Regression Trees", 1984, theorem 4.5; Fisher, "On grouping for maximum
 * homogeneity", JASA 53, 1958), but for those that would leave a side too small; for more classes they are put in the order of each class's share in turn. Not safe for
 * several threads.
 */
final class BinSearch {
    /** The bins that a byte tells apart. */
    static final int SLOTS = 256;

    private final BinnedColumn[] columns;
    private final Tally tally;
    private final int leastSide;
    private final int[] present = new int[SLOTS];
    private final double[] sums;
    private int presentCount;

    BinSearch(BinnedColumn[] columns, Tally tally, int leastSide) {
        this.columns = columns;
        this.tally = tally;
        this.leastSide = leastSide;
        this.sums = new double[tally.width()];
    }

    /** A search of the same rows for another thread. */
    BinSearch another() {
        return new BinSearch(columns, tally.another(), leastSide);
    }

    /** The best split, or nothing if the column is constant or every split leaves a side too small. */
    Optional<BinSplit> best(int[] rows, int lo, int hi, NodeSums node, int column) {
        BinnedColumn binned = columns[column];
        tally.addAll(binned.bins(), rows, lo, hi);
        presentCount = 0;
        for (int bin = 0; bin < binned.count(); bin++) {
            if (tally.count(bin) > 0) {
                present[presentCount++] = bin;
            }
        }
        Optional<BinSplit> best = presentCount < 2
                ? Optional.empty()
                : binned.isCategorical() ? sets(column, node) : cuts(column, node, binned.count() - 1);
        for (int i = 0; i < presentCount; i++) {
            tally.clear(present[i]);
        }
        return best;
    }

    /** Whether the column searched last has but one value in the node. */
    boolean isConstant() {
        return presentCount < 2;
    }

    private Optional<BinSplit> cuts(int column, NodeSums node, int missing) {
        CutScan scan = new CutScan(tally, node, leastSide);
        boolean isMissing = present[presentCount - 1] == missing;
        for (int i = 0; i < presentCount; i++) {
            scan.accept(present[i]);
        }
        double missingRight = scan.purity();
        if (isMissing) {
            scan.restart();
            scan.accept(missing);
            for (int i = 0; i < presentCount - 1; i++) {
                scan.accept(present[i]);
            }
        }
        if (!scan.isFound()) {
            return Optional.empty();
        }
        boolean[] left = new boolean[SLOTS];
        boolean alone = scan.lower() == missing;
        Arrays.fill(left, 0, alone ? 0 : scan.lower() + 1, true);
        left[missing] = isMissing
                ? scan.purity() > missingRight
                : columns[column].hasMissing() && scan.leftSums().count() * 2L > node.count();
        return Optional.of(new BinSplit(column, left, scan.lower(), scan.upper(), scan.leftSums(), scan.purity()));
    }

    private Optional<BinSplit> sets(int column, NodeSums node) {
        CutScan scan = new CutScan(tally, node, leastSide);
        boolean[] left = new boolean[SLOTS];
        for (int by = 0; by < tally.width(); by++) {
            double before = scan.purity();
            int[] order = orderedBy(by);
            scan.restart();
            for (int bin : order) {
                scan.accept(bin);
            }
            if (scan.purity() > before) {
                Arrays.fill(left, scan.leftSums().count() * 2L > node.count());
                for (int i = 0; i < order.length; i++) {
                    left[order[i]] = i < scan.slotsLeft();
                }
            }
        }
        return scan.isFound()
                ? Optional.of(new BinSplit(column, left, 0, 0, scan.leftSums(), scan.purity()))
                : Optional.empty();
    }

    /** The bins that have rows, by the mean of one of the sums; equals by their place. */
    private int[] orderedBy(int by) {
        int[] order = Arrays.copyOf(present, presentCount);
        double[] means = new double[presentCount];
        for (int i = 0; i < presentCount; i++) {
            Arrays.fill(sums, 0);
            tally.addSums(present[i], sums);
            double mean = sums[by] / tally.count(present[i]);
            int at = i;
            while (at > 0 && means[at - 1] > mean) {
                means[at] = means[at - 1];
                order[at] = order[at - 1];
                at--;
            }
            means[at] = mean;
            order[at] = present[i];
        }
        return order;
    }
}
