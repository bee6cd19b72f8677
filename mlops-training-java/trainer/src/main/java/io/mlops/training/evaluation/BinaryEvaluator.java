package io.mlops.training.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Computes {@link Metrics} of scores for two classes; definitions are those of scikit-learn's functions of the same names. */
public final class BinaryEvaluator {
    /** scikit-learn's clipping of probabilities in {@code log_loss} since 1.2: the float64 machine epsilon. */
    private static final double EPSILON = 0x1p-52;

    private BinaryEvaluator() {}

    /**
     * Judges scores.
     *
     * @param scores probabilities of the positive class, 0 to 1
     * @param targets the true labels: 1 where positive, else 0; at least one of each
     * @param threshold the score from which on a row is predicted to be positive
     * @return the metrics
     * @throws IllegalArgumentException if a class is absent, or the arrays differ in length
     */
    public static Metrics evaluate(double[] scores, double[] targets, double threshold) {
        int positives = count(targets);
        if (scores.length != targets.length || positives == 0 || positives == targets.length) {
            throw new IllegalArgumentException("scores of two classes are needed, but " + scores.length
                    + " scores came with " + positives + " positive of " + targets.length + " labels");
        }
        long[] ranked = ranked(scores, targets);
        long[][] confusion = confusion(scores, targets, threshold);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("roc_auc", rocAuc(ranked, positives));
        metrics.put("average_precision", averagePrecision(ranked, positives));
        metrics.put("log_loss", logLoss(scores, targets));
        metrics.put("accuracy", (double) (confusion[0][0] + confusion[1][1]) / scores.length);
        double hits = confusion[1][1];
        metrics.put("precision", hits / Math.max(1, hits + confusion[0][1]));
        metrics.put("recall", hits / positives);
        metrics.put("f1", 2 * hits / (hits + confusion[0][1] + positives));
        metrics.put("false_positive_rate", confusion[0][1] / (double) (scores.length - positives));
        return new Metrics(metrics, confusion);
    }

    private static int count(double[] targets) {
        int positives = 0;
        for (double target : targets) {
            positives += target > 0 ? 1 : 0;
        }
        return positives;
    }

    /** Scores in descending order, each with its label in the lowest bit; scores that are not negative sort as their bits. */
    private static long[] ranked(double[] scores, double[] targets) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = -((Double.doubleToLongBits(scores[i] + 0.0) << 1) | (targets[i] > 0 ? 1 : 0));
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = -keys[i];
        }
        return keys;
    }

    /**
     * Area under the ROC curve by the trapezoidal rule, which counts a tie of a positive and a negative row as one half
     * (Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27, 2006, algorithm 2; Hanley and McNeil,
     * Radiology 143, 1982).
     */
    private static double rocAuc(long[] ranked, int positives) {
        double area = 0;
        double truePositives = 0;
        int next = 0;
        while (next < ranked.length) {
            int end = endOfTie(ranked, next);
            int hits = hits(ranked, next, end);
            area += (end - next - hits) * (truePositives + hits / 2.0);
            truePositives += hits;
            next = end;
        }
        return area / ((double) positives * (ranked.length - positives));
    }

    /**
     * The mean of precision over the gains of recall, one step for each distinct score: sum of (R(n) - R(n-1)) P(n)
     * (scikit-learn user guide, 3.3.2.9; Manning and others, "Introduction to Information Retrieval", 2008, section 8.4).
     */
    private static double averagePrecision(long[] ranked, int positives) {
        double sum = 0;
        int truePositives = 0;
        int next = 0;
        while (next < ranked.length) {
            int end = endOfTie(ranked, next);
            int hits = hits(ranked, next, end);
            truePositives += hits;
            sum += (double) hits * truePositives / end;
            next = end;
        }
        return sum / positives;
    }

    private static int endOfTie(long[] ranked, int from) {
        int end = from + 1;
        while (end < ranked.length && ranked[end] >> 1 == ranked[from] >> 1) {
            end++;
        }
        return end;
    }

    private static int hits(long[] ranked, int from, int to) {
        int hits = 0;
        for (int i = from; i < to; i++) {
            hits += (int) (ranked[i] & 1);
        }
        return hits;
    }

    /** The mean of -log of the true class's probability (Bishop, "Pattern Recognition and Machine Learning", 4.90). */
    private static double logLoss(double[] scores, double[] targets) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double clipped = Math.min(Math.max(scores[i], EPSILON), 1 - EPSILON);
            sum -= Math.log(targets[i] > 0 ? clipped : 1 - clipped);
        }
        return sum / scores.length;
    }

    private static long[][] confusion(double[] scores, double[] targets, double threshold) {
        long[][] confusion = new long[2][2];
        for (int i = 0; i < scores.length; i++) {
            confusion[targets[i] > 0 ? 1 : 0][scores[i] >= threshold ? 1 : 0]++;
        }
        return confusion;
    }
}
