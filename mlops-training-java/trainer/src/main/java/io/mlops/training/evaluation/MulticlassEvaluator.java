package io.mlops.training.evaluation;

import io.mlops.training.model.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/** Computes {@link Metrics} of probabilities for three or more classes; definitions are scikit-learn's. */
public final class MulticlassEvaluator {
    /** As in {@link BinaryEvaluator}. */
    private static final double EPSILON = 0x1p-52;

    private MulticlassEvaluator() {}

    /**
     * Judges predictions. Means over classes are weighted by their rows, as {@code average="weighted"}, or not, as {@code
     * average="macro"}; a class that is never predicted has precision 0.
     *
     * @param predictions per row, a probability per class
     * @param targets per row, its class
     * @return the metrics
     */
    public static Metrics evaluate(double[][] predictions, double[] targets) {
        int classes = predictions[0].length;
        long[][] confusion = new long[classes][classes];
        double logLoss = 0;
        for (int row = 0; row < targets.length; row++) {
            int target = (int) targets[row];
            confusion[target][Model.likeliest(predictions[row])]++;
            logLoss -= Math.log(Math.min(Math.max(predictions[row][target], EPSILON), 1 - EPSILON));
        }
        return new Metrics(metrics(confusion, targets.length, logLoss / targets.length), confusion);
    }

    private static Map<String, Double> metrics(long[][] confusion, int rows, double logLoss) {
        double right = 0;
        double macroF1 = 0;
        double[] weighted = new double[3];
        int present = 0;
        for (int code = 0; code < confusion.length; code++) {
            double actual = 0;
            double predicted = 0;
            for (int other = 0; other < confusion.length; other++) {
                actual += confusion[code][other];
                predicted += confusion[other][code];
            }
            double hits = confusion[code][code];
            double f1 = actual + predicted == 0 ? 0 : 2 * hits / (actual + predicted);
            right += hits;
            present += actual + predicted > 0 ? 1 : 0;
            macroF1 += f1;
            weighted[0] += actual * hits / Math.max(1, predicted);
            weighted[1] += hits;
            weighted[2] += actual * f1;
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", right / rows);
        metrics.put("macro_f1", macroF1 / Math.max(1, present));
        metrics.put("weighted_precision", weighted[0] / rows);
        metrics.put("weighted_recall", weighted[1] / rows);
        metrics.put("weighted_f1", weighted[2] / rows);
        metrics.put("log_loss", logLoss);
        return metrics;
    }
}
