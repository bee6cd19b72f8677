package io.mlops.training.evaluation;

import io.mlops.training.data.Examples;
import io.mlops.training.data.Labels;
import io.mlops.training.model.FlatForest;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Judges a forest's predictions, whatever it predicts. */
public final class Judge {
    private Judge() {}

    /**
     * Predicts rows, by several threads; each row's prediction is the same with any number of them.
     *
     * @param forest predicts
     * @param examples the rows
     * @return per row, a number per output
     */
    public static double[][] predict(FlatForest forest, Examples examples) {
        double[][] predictions = new double[examples.rows()][];
        IntStream.range(0, predictions.length).parallel().forEach(row -> {
            double[] features = new double[examples.features().size()];
            examples.copyRow(row, features);
            predictions[row] = forest.predict(features);
        });
        return predictions;
    }

    /**
     * Judges predictions.
     *
     * @param labels what is predicted
     * @param predictions per row, a number per output
     * @param targets per row, the true number, or the place of the true class
     * @param threshold of two classes, the score from which on the positive one is predicted
     * @return the metrics
     */
    public static Metrics judge(Labels labels, double[][] predictions, double[] targets, double threshold) {
        return switch (labels.task()) {
            case BINARY -> BinaryEvaluator.evaluate(first(predictions), targets, threshold);
            case MULTICLASS -> MulticlassEvaluator.evaluate(predictions, targets);
            case REGRESSION -> RegressionEvaluator.evaluate(first(predictions), targets);
        };
    }

    /**
     * Picks the first output.
     *
     * @param predictions per row, a number per output
     * @return per row, a number
     */
    public static double[] first(double[][] predictions) {
        return Arrays.stream(predictions).mapToDouble(each -> each[0]).toArray();
    }
}
