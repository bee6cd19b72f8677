package io.mlops.training.data;

import java.util.OptionalDouble;

/**
 * What counts as a number in data: digits with sign, point and exponent, finite; neither {@code NaN} nor {@code 0x1p3}.
 */
public final class Numbers {
    private Numbers() {}

    /**
     * Parses a number and rounds it to 32 bits. Zero is never negative, so that equal values are one value.
     *
     * @param text a field without blanks around it
     * @return the number, at most 3.4e38 either way, or nothing if the text is none that is accepted
     */
    public static OptionalDouble parse(String text) {
        if (text.isEmpty() || !isNumeric(text)) {
            return OptionalDouble.empty();
        }
        try {
            // Rounded once, from the text: rounding a double again could end at another number.
            float value = Float.parseFloat(text);
            return Float.isFinite(value) ? OptionalDouble.of(value + 0.0) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Parses a number of 64 bits, for labels and weights.
     *
     * @param text a field without blanks around it
     * @return the number, or nothing if the text is none that is accepted
     */
    public static OptionalDouble parseDouble(String text) {
        if (text.isEmpty() || !isNumeric(text)) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value + 0.0) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static boolean isNumeric(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isNumeric(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumeric(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
}
