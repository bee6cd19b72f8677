package io.mlops.training.forest;

import io.mlops.training.data.CategoricalFeature;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A column as a byte per row. A number's bin is found by {@link Binning}; the bin after the last is for missing numbers. A
 * category has a bin of its own, the first for missing ones, but where there are too many the rarest share the last.
 */
final class BinnedColumn {
    private static final int MOST_SETS = 256;

    private final byte[] bins;
    private final int count;
    private final float[] thresholds;
    private final int[] binOfCode;
    private final boolean missing;

    private BinnedColumn(byte[] bins, int count, float[] thresholds, int[] binOfCode, boolean missing) {
        this.bins = bins;
        this.count = count;
        this.thresholds = thresholds;
        this.binOfCode = binOfCode;
        this.missing = missing;
    }

    static BinnedColumn ofNumbers(float[] values) {
        float[] thresholds = Binning.thresholds(values);
        byte[] bins = new byte[values.length];
        boolean missing = false;
        for (int row = 0; row < bins.length; row++) {
            boolean absent = Float.isNaN(values[row]);
            missing |= absent;
            bins[row] = (byte) (absent ? thresholds.length + 1 : Binning.bin(thresholds, values[row]));
        }
        return new BinnedColumn(bins, thresholds.length + 2, thresholds, new int[0], missing);
    }

    /** Values are codes, {@link CategoricalFeature#MISSING} among them. */
    static BinnedColumn ofCategories(float[] codes, int categories) {
        int[] binOfCode = binOfCode(codes, categories);
        byte[] bins = new byte[codes.length];
        for (int row = 0; row < bins.length; row++) {
            bins[row] = (byte) binOfCode[(int) codes[row] - CategoricalFeature.MISSING];
        }
        return new BinnedColumn(bins, Arrays.stream(binOfCode).max().orElse(0) + 1, new float[0], binOfCode, true);
    }

    private static int[] binOfCode(float[] codes, int categories) {
        int[] rows = new int[categories + 1];
        for (float code : codes) {
            rows[(int) code - CategoricalFeature.MISSING]++;
        }
        int[] binOfCode = new int[categories + 1];
        if (binOfCode.length <= MOST_SETS) {
            Arrays.setAll(binOfCode, code -> code);
            return binOfCode;
        }
        Arrays.fill(binOfCode, MOST_SETS - 1);
        int[] frequent = IntStream.range(1, rows.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(code -> -rows[code]).thenComparing(code -> code))
                .limit(MOST_SETS - 2)
                .mapToInt(Integer::intValue)
                .toArray();
        for (int bin = 0; bin < frequent.length; bin++) {
            binOfCode[frequent[bin]] = bin + 1;
        }
        binOfCode[0] = 0;
        return binOfCode;
    }

    byte[] bins() {
        return bins;
    }

    /** How many bins there are, that of missing values included. */
    int count() {
        return count;
    }

    boolean isCategorical() {
        return binOfCode.length > 0;
    }

    /** Whether any row has no number. */
    boolean hasMissing() {
        return missing;
    }

    /**
     * The threshold between two bins of numbers, of which none between them has rows in the node. Where the bin of missing
     * numbers is the one, all numbers are on the other side.
     */
    double threshold(int lower, int upper) {
        if (lower > thresholds.length) {
            return -2.0 * Float.MAX_VALUE;
        }
        return upper > thresholds.length ? Float.MAX_VALUE : thresholds[(lower + upper - 1) >>> 1];
    }

    /** The set of categories whose bins go left: see {@link io.mlops.training.model.FlatTree}. */
    long[] set(boolean[] left) {
        long[] set = new long[(binOfCode.length + Long.SIZE - 1) / Long.SIZE];
        for (int bit = 0; bit < binOfCode.length; bit++) {
            if (left[binOfCode[bit]]) {
                set[bit >> 6] |= 1L << (bit & 63);
            }
        }
        return set;
    }
}
