package io.mlops.training.forest;

import io.mlops.training.data.Examples;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What each training row is predicted to be by those trees alone whose bootstrap left it out: an estimate of how good the
 * forest is that costs no rows (Breiman, "Random Forests", Machine Learning 45, 2001, section 3.1).
 */
public final class OutOfBag {
    private final int[] rows;
    private final double[][] predictions;

    private OutOfBag(int[] rows, double[][] predictions) {
        this.rows = rows;
        this.predictions = predictions;
    }

    /**
     * Predicts. Bootstraps are drawn again from the seed, tree by tree, so that none of them need be kept.
     *
     * @param grown the forest
     * @param examples the rows that it was grown on
     * @param settings those that it was grown with
     * @return the rows that any tree left out, and their predictions
     */
    public static OutOfBag of(GrownForest grown, Examples examples, GrowthSettings settings) {
        int outputs = grown.forest().shape().outputs();
        double[] cumulative = Bootstrap.cumulative(examples.weights());
        double[] sums = new double[examples.rows() * outputs];
        int[] trees = new int[examples.rows()];
        for (int tree = 0; tree < grown.numbers().size(); tree++) {
            int[] draws = TreeSource.draws(
                    examples, cumulative, settings, grown.numbers().get(tree));
            int at = tree;
            int pieces = 1 + examples.rows() / 10_000;
            IntStream.range(0, pieces).parallel().forEach(piece -> {
                double[] row = new double[examples.features().size()];
                int end = (int) ((piece + 1L) * examples.rows() / pieces);
                for (int i = (int) ((long) piece * examples.rows() / pieces); i < end; i++) {
                    if (draws[i] == 0) {
                        examples.copyRow(i, row);
                        grown.forest().addPrediction(at, row, sums, i * outputs);
                        trees[i]++;
                    }
                }
            });
        }
        int[] rows =
                IntStream.range(0, trees.length).filter(row -> trees[row] > 0).toArray();
        double[][] predictions = new double[rows.length][];
        Arrays.setAll(
                predictions,
                i -> Arrays.stream(sums, rows[i] * outputs, (rows[i] + 1) * outputs)
                        .map(sum -> sum / trees[rows[i]])
                        .toArray());
        return new OutOfBag(rows, predictions);
    }

    /**
     * Lists the rows that any tree left out.
     *
     * @return row numbers, ascending
     */
    public int[] rows() {
        return rows.clone();
    }

    /**
     * Gives their predictions.
     *
     * @return per row of {@link #rows}, a number per output
     */
    public double[][] predictions() {
        return predictions.clone();
    }
}
