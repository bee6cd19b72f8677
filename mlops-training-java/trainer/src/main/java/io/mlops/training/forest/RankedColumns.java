package io.mlops.training.forest;

import io.mlops.training.data.Examples;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Each value's rank among the distinct values of its column. Computed once and shared by all trees, which then compare
 * integers and sort nothing but their small nodes.
 */
final class RankedColumns {
    private final float[][] distinct;
    private final int[][] ranks;

    private RankedColumns(int columns) {
        this.distinct = new float[columns][];
        this.ranks = new int[columns][];
    }

    static RankedColumns of(Examples examples) {
        RankedColumns ranked = new RankedColumns(examples.features().size());
        IntStream.range(0, examples.features().size()).parallel().forEach(column -> ranked.rank(column, examples));
        return ranked;
    }

    private void rank(int column, Examples examples) {
        float[] values = examples.column(column);
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (float value : sorted) {
            if (count == 0 || value != sorted[count - 1]) {
                sorted[count++] = value;
            }
        }
        float[] known = Arrays.copyOf(sorted, count);
        int[] rank = new int[values.length];
        Arrays.setAll(rank, row -> Arrays.binarySearch(known, values[row]));
        distinct[column] = known;
        ranks[column] = rank;
    }

    int columns() {
        return ranks.length;
    }

    int[] ranks(int column) {
        return ranks[column];
    }

    int distinct(int column) {
        return distinct[column].length;
    }

    int mostDistinct() {
        return Arrays.stream(distinct).mapToInt(values -> values.length).max().orElse(0);
    }

    double threshold(int column, int lowerRank, int upperRank) {
        return Thresholds.between(distinct[column][lowerRank], distinct[column][upperRank]);
    }
}
