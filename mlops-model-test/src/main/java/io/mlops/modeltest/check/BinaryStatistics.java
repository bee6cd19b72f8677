package io.mlops.modeltest.check;

import io.mlops.modeltest.suite.Metric;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Statistics of a binary classifier's scores against the true labels. Tied scores are one threshold. Both classes must
 * occur.
 */
public final class BinaryStatistics {
    /** Scores are kept this far from 0 and 1 in the logarithm: a double's epsilon, as scikit-learn's log_loss does. */
    private static final double EPSILON = Math.ulp(1.0);

    private static final double DECISION = 0.5;

    private final double[] scores;
    private final boolean[] positives;
    private final int[] descending;
    private final long positiveCount;

    /**
     * Takes the scores.
     *
     * @param scores for each row the probability of the positive class, 0 to 1
     * @param positives for each row whether it is positive
     * @throws IllegalArgumentException if the lengths differ or one class is missing
     */
    public BinaryStatistics(double[] scores, boolean[] positives) {
        this.scores = scores.clone();
        this.positives = positives.clone();
        this.descending = descending(scores);
        long count = 0;
        for (boolean positive : positives) {
            count += positive ? 1 : 0;
        }
        this.positiveCount = count;
        if (scores.length != positives.length || count == 0 || count == positives.length) {
            throw new IllegalArgumentException(
                    scores.length + " scores, " + count + " positive rows of " + positives.length);
        }
    }

    /**
     * Computes a metric by its name in suites.
     *
     * @param metric the metric
     * @return its value
     */
    public double value(Metric metric) {
        return switch (metric) {
            case ROC_AUC -> rocAuc();
            case AVERAGE_PRECISION -> averagePrecision();
            case ACCURACY -> accuracy();
            case LOG_LOSS -> logLoss();
        };
    }

    /**
     * Computes the area under the ROC curve: the probability that a positive row scores above a negative one, ties
     * counted half. Trapezoids over the thresholds (Fawcett, An introduction to ROC analysis, Pattern Recognition Letters
     * 27, 2006, algorithm 3), which is the Mann-Whitney statistic (Hanley and McNeil, Radiology 143, 1982).
     *
     * @return 0 to 1
     */
    public double rocAuc() {
        double area = 0;
        long truePositives = 0;
        long falsePositives = 0;
        for (int at = 0; at < descending.length; ) {
            long truesBefore = truePositives;
            long falsesBefore = falsePositives;
            for (int end = endOfTie(at); at < end; at++) {
                if (positives[descending[at]]) {
                    truePositives++;
                } else {
                    falsePositives++;
                }
            }
            area += (falsePositives - falsesBefore) * (truesBefore + truePositives) / 2.0;
        }
        return area / ((double) positiveCount * (positives.length - positiveCount));
    }

    /**
     * Computes average precision: the sum over the thresholds of precision times the recall gained, without interpolation
     * (scikit-learn user guide, precision, recall and F-measures; Manning, Raghavan and Schütze, Introduction to
     * Information Retrieval, 2008, section 8.4).
     *
     * @return 0 to 1
     */
    public double averagePrecision() {
        double sum = 0;
        long truePositives = 0;
        for (int at = 0; at < descending.length; ) {
            long before = truePositives;
            for (int end = endOfTie(at); at < end; at++) {
                truePositives += positives[descending[at]] ? 1 : 0;
            }
            sum += (double) (truePositives - before) / positiveCount * truePositives / at;
        }
        return sum;
    }

    /**
     * Computes the share of rows whose class is the label's, a score of 0.5 or more being positive.
     *
     * @return 0 to 1
     */
    public double accuracy() {
        int right = 0;
        for (int i = 0; i < scores.length; i++) {
            right += scores[i] >= DECISION == positives[i] ? 1 : 0;
        }
        return (double) right / scores.length;
    }

    /**
     * Computes log loss: the mean of minus the natural logarithm of the probability given to the true class (Bishop,
     * Pattern Recognition and Machine Learning, 2006, equation 4.90; clipped as scikit-learn does).
     *
     * @return 0 or more
     */
    public double logLoss() {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double score = Math.min(1 - EPSILON, Math.max(EPSILON, scores[i]));
            sum -= Math.log(positives[i] ? score : 1 - score);
        }
        return sum / scores.length;
    }

    private int endOfTie(int start) {
        int end = start + 1;
        while (end < descending.length && scores[descending[end]] == scores[descending[start]]) {
            end++;
        }
        return end;
    }

    private static int[] descending(double[] scores) {
        Integer[] rows = new Integer[scores.length];
        Arrays.setAll(rows, row -> row);
        Arrays.sort(rows, Comparator.comparingDouble(row -> -scores[row]));
        return Arrays.stream(rows).mapToInt(Integer::intValue).toArray();
    }
}
