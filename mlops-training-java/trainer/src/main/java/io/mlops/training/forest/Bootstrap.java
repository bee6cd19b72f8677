package io.mlops.training.forest;

import io.mlops.training.data.SplitMix64;

/** The rows of one tree: as many as there are, drawn with replacement. */
final class Bootstrap {
    private final int[] samples;
    private final int[] draws;

    private Bootstrap(int[] samples, int[] draws) {
        this.samples = samples;
        this.draws = draws;
    }

    static Bootstrap draw(boolean[] positive, SplitMix64 random) {
        int[] samples = new int[positive.length];
        for (int i = 0; i < samples.length; i++) {
            samples[random.nextInt(samples.length)]++;
        }
        int[] draws = new int[samples.length];
        for (int row = 0; row < draws.length; row++) {
            draws[row] = (samples[row] << 1) | (positive[row] ? 1 : 0);
        }
        return new Bootstrap(samples, draws);
    }

    /** How often a row was drawn, of one of {@link #draws}. */
    static int drawn(int draw) {
        return draw >> 1;
    }

    /** How often a row was drawn if it is positive, else 0, of one of {@link #draws}. */
    static int drawnPositive(int draw) {
        return (draw >> 1) * (draw & 1);
    }

    /** How often each row was drawn. */
    int[] samples() {
        return samples;
    }

    /** How often each row was drawn, times two, plus one if it is positive: both in one read. */
    int[] draws() {
        return draws;
    }
}
