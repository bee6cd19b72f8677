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
    private final Tally tally;
    private final int leastSide;
    private final long[] keys;
    private boolean constant;

    /** The tally has a slot for each rank of the column that has the most. */
    CutSearch(RankedColumns columns, Tally tally, int rowsDrawn, int leastSide) {
        this.columns = columns;
        this.tally = tally;
        this.leastSide = leastSide;
        this.keys = new long[rowsDrawn];
    }

    /**
     * Searches a column.
     *
     * @param rows holds the node's rows from {@code lo} (inclusive) to {@code hi} (exclusive)
     * @return the best cut, or nothing if the column is constant or every cut leaves a side too small
     */
    Optional<Cut> best(int[] rows, int lo, int hi, NodeSums node, int column) {
        CutScan scan = new CutScan(tally, node, leastSide);
        return columns.distinct(column) <= (long) (hi - lo) * RANKS_PER_ROW
                ? count(rows, lo, hi, column, scan)
                : sort(rows, lo, hi, column, scan);
    }

    /** Whether the column searched last has but one value in the node. */
    boolean isConstant() {
        return constant;
    }

    private Optional<Cut> count(int[] rows, int lo, int hi, int column, CutScan scan) {
        int[] ranks = columns.ranks(column);
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int i = lo; i < hi; i++) {
            int row = rows[i];
            int rank = ranks[row];
            tally.add(rank, row);
            least = Math.min(least, rank);
            most = Math.max(most, rank);
        }
        constant = least == most;
        for (int rank = least; rank <= most; rank++) {
            if (tally.count(rank) != 0) {
                scan.accept(rank);
                tally.clear(rank);
            }
        }
        return cut(scan, column, scan.lower(), scan.upper());
    }

    private Optional<Cut> sort(int[] rows, int lo, int hi, int column, CutScan scan) {
        int[] ranks = columns.ranks(column);
        int size = hi - lo;
        for (int i = 0; i < size; i++) {
            int row = rows[lo + i];
            keys[i] = ((long) ranks[row] << 32) | row;
        }
        Arrays.sort(keys, 0, size);
        constant = keys[0] >>> 32 == keys[size - 1] >>> 32;
        int next = 0;
        while (next < size) {
            int rank = (int) (keys[next] >>> 32);
            while (next < size && (int) (keys[next] >>> 32) == rank) {
                tally.add(rank, (int) keys[next++]);
            }
            scan.accept(rank);
            tally.clear(rank);
        }
        return cut(scan, column, scan.lower(), scan.upper());
    }

    private static Optional<Cut> cut(CutScan scan, int column, int lower, int upper) {
        return scan.isFound()
                ? Optional.of(new Cut(column, lower, upper, scan.leftSums(), scan.purity()))
                : Optional.empty();
    }
}
