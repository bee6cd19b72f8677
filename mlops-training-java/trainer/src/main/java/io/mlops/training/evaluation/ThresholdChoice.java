package io.mlops.training.evaluation;

import java.util.Arrays;

/** Chooses the score from which on the positive class is predicted, on rows whose labels are known. */
public final class ThresholdChoice {
    private final double[] scores;
    private final double[] targets;
    private final double[] candidates;

    /**
     * Takes the rows.
     *
     * @param scores probabilities of the positive class, 0 to 1
     * @param targets 1 for a positive row, else 0
     */
    public ThresholdChoice(double[] scores, double[] targets) {
        this.scores = scores;
        this.targets = targets;
        this.candidates = Arrays.stream(scores).sorted().distinct().toArray();
    }

    /**
     * Chooses for the greatest F1, the harmonic mean of precision and recall.
     *
     * @return a score of the rows
     */
    public double f1() {
        return best((hits, alarms, missed) -> 2 * hits / (2 * hits + alarms + missed));
    }

    /**
     * Chooses for the greatest recall among the thresholds with at least so much precision; where none has, for the
     * greatest precision.
     *
     * @param precision 0 to 1
     * @return a score of the rows
     */
    public double recallAtPrecision(double precision) {
        return best((hits, alarms, missed) -> {
            double reached = hits / Math.max(1, hits + alarms);
            return reached >= precision ? 1 + hits / Math.max(1, hits + missed) : reached;
        });
    }

    /**
     * Chooses for the least cost of errors.
     *
     * @param falsePositive what a negative row costs that is predicted positive, 0 or above
     * @param falseNegative what a positive row costs that is predicted negative, 0 or above
     * @return a score of the rows, or 1 where it is cheapest to predict none
     */
    public double leastCost(double falsePositive, double falseNegative) {
        return best((hits, alarms, missed) -> -(alarms * falsePositive + missed * falseNegative));
    }

    private interface Aim {
        double reached(double hits, double falseAlarms, double missed);
    }

    /** One pass from the highest score down; the higher of equally good thresholds. */
    private double best(Aim aim) {
        double[] hits = new double[candidates.length + 1];
        double[] alarms = new double[candidates.length + 1];
        for (int row = 0; row < scores.length; row++) {
            int at = Arrays.binarySearch(candidates, scores[row]);
            hits[at] += targets[row] > 0 ? 1 : 0;
            alarms[at] += targets[row] > 0 ? 0 : 1;
        }
        double positives = Arrays.stream(hits).sum();
        double best = 1;
        double reached = Double.NEGATIVE_INFINITY;
        double caught = 0;
        double wrong = 0;
        for (int at = candidates.length - 1; at >= 0; at--) {
            caught += hits[at];
            wrong += alarms[at];
            double now = aim.reached(caught, wrong, positives - caught);
            if (now > reached) {
                reached = now;
                best = candidates[at];
            }
        }
        return best;
    }
}
