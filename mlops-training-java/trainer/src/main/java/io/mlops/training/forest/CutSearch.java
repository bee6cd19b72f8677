package io.mlops.training.forest;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the best cut of a node by one column: every cut between two distinct values is tried.
 *
 * <p>Where the column has few distinct values for the node's size, rows are counted by rank, which costs one pass; else
 * they are sorted. Both give the same cut. Not safe for several threads: each tree has its own.
 */
final class CutSearch {
    /** Counting passes over all ranks of the column: worth it up to about so many per row, when sorting gets cheaper. */
    private static final int RANKS_PER_ROW = 8;

    private final RankedColumns columns;
    /** Per row: how often the bootstrap drew it, times two, plus one if it is positive. */
    private final int[] draws;

    private final int leastSide;
    private final long[] counts;
    private final long[] keys;
    private boolean constant;

    CutSearch(RankedColumns columns, int[] draws, int rowsDrawn, int leastSide) {
        this.columns = columns;
        this.draws = draws;
        this.leastSide = leastSide;
        this.counts = new long[columns.mostDistinct()];
        this.keys = new long[rowsDrawn];
    }

    /**
     * Searches a column.
     *
     * @param rows holds the node's rows from {@code lo} (inclusive) to {@code hi} (exclusive)
     * @return the best cut, or nothing if the column is constant or every cut leaves a side too small
     */
    Optional<Cut> best(int[] rows, int lo, int hi, Leaf leaf, int column) {
        CutScan scan = new CutScan(column, leaf, leastSide);
        if (columns.distinct(column) <= (long) (hi - lo) * RANKS_PER_ROW) {
            count(rows, lo, hi, column, scan);
        } else {
            sort(rows, lo, hi, column, scan);
        }
        return scan.best();
    }

    /** Whether the column searched last has but one value in the node. */
    boolean isConstant() {
        return constant;
    }

    private void count(int[] rows, int lo, int hi, int column, CutScan scan) {
        int[] ranks = columns.ranks(column);
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int i = lo; i < hi; i++) {
            int row = rows[i];
            int rank = ranks[row];
            int draw = draws[row];
            // Rows in the upper half, positive ones in the lower.
            counts[rank] += ((long) Bootstrap.drawn(draw) << 32) | Bootstrap.drawnPositive(draw);
            least = Math.min(least, rank);
            most = Math.max(most, rank);
        }
        constant = least == most;
        for (int rank = least; rank <= most; rank++) {
            long count = counts[rank];
            if (count != 0) {
                scan.accept(rank, (int) (count >>> 32), (int) count);
                counts[rank] = 0;
            }
        }
    }

    private void sort(int[] rows, int lo, int hi, int column, CutScan scan) {
        int[] ranks = columns.ranks(column);
        int size = hi - lo;
        for (int i = 0; i < size; i++) {
            int row = rows[lo + i];
            keys[i] = ((long) ranks[row] << 32) | draws[row];
        }
        Arrays.sort(keys, 0, size);
        constant = keys[0] >>> 32 == keys[size - 1] >>> 32;
        int next = 0;
        while (next < size) {
            int rank = (int) (keys[next] >>> 32);
            int drawn = 0;
            int positive = 0;
            while (next < size && (int) (keys[next] >>> 32) == rank) {
                int draw = (int) keys[next++];
                drawn += Bootstrap.drawn(draw);
                positive += Bootstrap.drawnPositive(draw);
            }
            scan.accept(rank, drawn, positive);
        }
    }
}
