package io.mlops.training.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Computes {@link Metrics} of predicted numbers; definitions are those of scikit-learn's functions. */
public final class RegressionEvaluator {
    private RegressionEvaluator() {}

    /**
     * Judges predictions.
     *
     * @param predictions per row, a number
     * @param targets per row, the true number
     * @return the metrics; {@code r2} is 0 where all true numbers are the same and not all are met
     */
    public static Metrics evaluate(double[] predictions, double[] targets) {
        double mean = Arrays.stream(targets).average().orElse(0);
        double squares = 0;
        double absolute = 0;
        double spread = 0;
        for (int row = 0; row < targets.length; row++) {
            double error = predictions[row] - targets[row];
            squares += error * error;
            absolute += Math.abs(error);
            spread += (targets[row] - mean) * (targets[row] - mean);
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("r2", spread > 0 ? 1 - squares / spread : squares == 0 ? 1 : 0);
        metrics.put("mae", absolute / targets.length);
        metrics.put("mse", squares / targets.length);
        metrics.put("rmse", Math.sqrt(squares / targets.length));
        return new Metrics(metrics, new long[0][]);
    }
}
