package io.mlops.training;

import io.mlops.training.data.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How many features a node looks at, in scikit-learn's notation: {@code sqrt}, {@code log2}, {@code all}, a count, or a
 * fraction with a point.
 *
 * @param text as given
 */
record MaxFeatures(String text) {
    static final String ACCEPTED =
            "sqrt, log2, all, a whole number from 1, or a fraction with a point above 0 and up to 1.0";

    static Optional<MaxFeatures> parse(String text) {
        boolean known = switch (text) {
            case "sqrt", "log2", "all", "None" -> true;
            default -> isCount(text) || isFraction(text);
        };
        return known ? Optional.of(new MaxFeatures(text)) : Optional.empty();
    }

    private static boolean isCount(String text) {
        return text.matches("[1-9][0-9]{0,5}");
    }

    private static boolean isFraction(String text) {
        OptionalDouble number = Numbers.parseDouble(text);
        return text.contains(".") && number.isPresent() && number.getAsDouble() > 0 && number.getAsDouble() <= 1;
    }

    /** The number for so many features: rounded down, at least 1, at most all. */
    int of(int features) {
        double wanted = switch (text) {
            case "sqrt" -> Math.sqrt(features);
            case "log2" -> 31 - Integer.numberOfLeadingZeros(features);
            case "all", "None" -> features;
            default -> isCount(text) ? Integer.parseInt(text) : features * Double.parseDouble(text);
        };
        return Math.max(1, Math.min(features, (int) wanted));
    }
}
