package io.mlops.training.forest;

import io.mlops.training.data.SplitMix64;

/** The rows of one tree: as many as there are, drawn with replacement, each as likely as its weight says. */
final class Bootstrap {
    private Bootstrap() {}

    /**
     * Draws rows.
     *
     * @param rows how many there are, and how many are drawn
     * @param cumulative of each row, the sum of its weight and of those before; empty where all weigh the same
     * @return how often each row was drawn
     */
    static int[] draw(int rows, double[] cumulative, SplitMix64 random) {
        int[] draws = new int[rows];
        for (int i = 0; i < rows; i++) {
            draws[cumulative.length == 0 ? random.nextInt(rows) : pick(cumulative, random)]++;
        }
        return draws;
    }

    /** The first row whose cumulative weight is above a number drawn between 0 and the sum of all weights. */
    private static int pick(double[] cumulative, SplitMix64 random) {
        double target = (random.nextLong() >>> 11) * 0x1p-53 * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    static double[] cumulative(float[] weights) {
        double[] cumulative = new double[weights.length];
        double sum = 0;
        for (int row = 0; row < weights.length; row++) {
            sum += weights[row];
            cumulative[row] = sum;
        }
        return cumulative;
    }
}
