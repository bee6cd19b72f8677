package io.mlops.training;

import io.mlops.training.data.Numbers;
import io.mlops.training.evaluation.ThresholdChoice;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which threshold is wanted: a score, or the aim for which it is chosen.
 *
 * @param text as given
 */
record ThresholdAim(String text) {
    static final String ACCEPTED = "a number from 0 to 1, f1, recall_at_precision=<0 to 1>, or"
            + " cost=<of a false positive>:<of a false negative>, both 0 or above";
    private static final String RECALL = "recall_at_precision=";
    private static final String COST = "cost=";

    static Optional<ThresholdAim> parse(String text) {
        boolean known = text.equals("f1")
                || isShare(text)
                || (text.startsWith(RECALL) && isShare(text.substring(RECALL.length())))
                || (text.startsWith(COST) && costs(text).length == 2);
        return known ? Optional.of(new ThresholdAim(text)) : Optional.empty();
    }

    private static boolean isShare(String text) {
        OptionalDouble number = Numbers.parseDouble(text);
        return number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= 1;
    }

    private static double[] costs(String text) {
        String[] parts = text.substring(COST.length()).split(":", -1);
        double[] costs = new double[parts.length == 2 ? 2 : 0];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = Numbers.parseDouble(parts[i]).orElse(-1);
            if (costs[i] < 0) {
                return new double[0];
            }
        }
        return costs;
    }

    /** The threshold for scores whose labels are known. */
    double choose(double[] scores, double[] targets) {
        if (isShare(text)) {
            return Double.parseDouble(text);
        }
        ThresholdChoice choice = new ThresholdChoice(scores, targets);
        if (text.startsWith(RECALL)) {
            return choice.recallAtPrecision(Double.parseDouble(text.substring(RECALL.length())));
        }
        if (text.startsWith(COST)) {
            double[] costs = costs(text);
            return choice.leastCost(costs[0], costs[1]);
        }
        return choice.f1();
    }
}
