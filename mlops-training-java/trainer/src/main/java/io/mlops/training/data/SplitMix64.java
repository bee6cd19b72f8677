package io.mlops.training.data;

/**
 * A small generator of random numbers whose sequence is the same on every Java version, which {@link
 * java.util.SplittableRandom} does not promise. Algorithm: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014, with the constants of Vigna's public domain {@code splitmix64.c}. Not for secrets.
 */
public final class SplitMix64 {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * Starts a sequence.
     *
     * @param seed any number
     */
    public SplitMix64(long seed) {
        this.state = seed;
    }

    /**
     * Starts one of many sequences of a seed, so that work done in any order draws the same numbers.
     *
     * @param seed any number
     * @param stream which sequence, 0 or above
     * @return a sequence that differs from those of other streams
     */
    public static SplitMix64 ofStream(long seed, long stream) {
        return new SplitMix64(new SplitMix64(new SplitMix64(seed).nextLong() + stream).nextLong());
    }

    /**
     * Draws a number.
     *
     * @return any {@code long}
     */
    public long nextLong() {
        state += GOLDEN;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /**
     * Draws a number below a bound.
     *
     * @param bound 1 or above
     * @return 0 to {@code bound - 1}; evenly to within {@code bound / 2^32}
     */
    public int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /**
     * Puts an array in random order (Fisher and Yates).
     *
     * @param values changed in place
     */
    public void shuffle(int[] values) {
        for (int last = values.length - 1; last > 0; last--) {
            int other = nextInt(last + 1);
            int kept = values[last];
            values[last] = values[other];
            values[other] = kept;
        }
    }
}
