package io.mlops.training.evaluation;

import io.mlops.training.data.Examples;
import io.mlops.training.data.SplitMix64;
import io.mlops.training.model.FlatForest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much worse predictions get when one feature's values are put in random order: what a forest owes to that feature on
 * rows that it has not seen (Breiman, "Random Forests", Machine Learning 45, 2001, section 10).
 */
public final class PermutationImportance {
    /** More rows than this are not looked at: every so many-th is. */
    private static final int MOST_ROWS = 5000;

    private PermutationImportance() {}

    /**
     * Measures every feature.
     *
     * @param forest predicts
     * @param examples rows that it was not trained on
     * @param threshold of two classes, the score from which on the positive one is predicted
     * @param seed decides the order
     * @return per feature, by how much the first metric (ROC-AUC, accuracy, or R²) falls; about 0 for a feature of no use
     */
    public static List<Double> measure(FlatForest forest, Examples examples, double threshold, long seed) {
        int step = Math.max(1, examples.rows() / MOST_ROWS);
        int[] rows = IntStream.iterate(0, row -> row < examples.rows(), row -> row + step)
                .toArray();
        double[] targets =
                IntStream.of(rows).mapToDouble(row -> examples.targets()[row]).toArray();
        if (IntStream.range(1, targets.length).allMatch(i -> targets[i] == targets[0])) {
            return IntStream.range(0, forest.features())
                    .mapToObj(feature -> 0.0)
                    .toList();
        }
        double whole = score(forest, examples, rows, -1, rows, targets, threshold);
        return IntStream.range(0, forest.features())
                .parallel()
                .mapToObj(feature -> {
                    int[] others = rows.clone();
                    SplitMix64.ofStream(seed, -1L - feature).shuffle(others);
                    return whole - score(forest, examples, rows, feature, others, targets, threshold);
                })
                .toList();
    }

    private static double score(
            FlatForest forest,
            Examples examples,
            int[] rows,
            int feature,
            int[] others,
            double[] targets,
            double threshold) {
        double[][] predictions = new double[rows.length][];
        double[] row = new double[forest.features()];
        for (int i = 0; i < rows.length; i++) {
            examples.copyRow(rows[i], row);
            if (feature >= 0) {
                row[feature] = examples.column(feature)[others[i]];
            }
            predictions[i] = forest.predict(row);
        }
        return Judge.judge(examples.labels(), predictions, targets, threshold).main();
    }
}
