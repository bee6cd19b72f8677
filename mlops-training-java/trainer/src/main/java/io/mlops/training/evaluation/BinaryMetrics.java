package io.mlops.training.evaluation;

/**
 * The metrics of scores for two classes.
 *
 * @param rows how many rows were judged
 * @param positives how many of them are positive
 * @param rocAuc area under the ROC curve, 0 to 1
 * @param averagePrecision average precision, 0 to 1
 * @param logLoss mean negative log likelihood, 0 or above
 * @param accuracy the share of rows whose class is predicted rightly, 0 to 1
 */
public record BinaryMetrics(
        int rows, int positives, double rocAuc, double averagePrecision, double logLoss, double accuracy) {}
