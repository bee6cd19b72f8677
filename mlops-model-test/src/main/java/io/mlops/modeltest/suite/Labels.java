package io.mlops.modeltest.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers the label column: two classes, of which one is the positive one. Numbers are compared as such: 1 is 1.0. */
final class Labels {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final int LONGEST_SHOWN = 40;

    private final Suite suite;
    private final String positive;
    private final List<Boolean> positives = new ArrayList<>();
    private @Nullable String negative;

    Labels(Suite suite) {
        this.suite = suite;
        this.positive = suite.positive().strip();
    }

    /**
     * Adds a row's label.
     *
     * @param field the field; blanks around it do not count
     * @param line the file's line, for the error
     * @throws InvalidSuiteException if the label is missing, or of a third class
     */
    void add(String field, int line) {
        String label = field.strip();
        boolean isPositive = same(label, positive);
        if (!isPositive && negative == null && !label.isEmpty()) {
            negative = label;
        }
        if (!isPositive && (negative == null || !same(label, negative))) {
            throw new InvalidSuiteException(suite.rows() + ": line " + line + ": field " + suite.label() + ": got "
                    + (label.isEmpty() ? "nothing" : quoted(label)) + "; accepted is " + quoted(positive) + " or "
                    + (negative == null ? "one other value" : quoted(negative))
                    + "; a label has two classes, of which data.positive names one");
        }
        positives.add(isPositive);
    }

    /** Returns for each row whether its label is the positive value. */
    List<Boolean> positives() {
        return List.copyOf(positives);
    }

    private static boolean same(String a, String b) {
        return a.equals(b) || (number(a).isPresent() && number(a).equals(number(b)));
    }

    private static OptionalDouble number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        // Adding 0 makes -0 the same as 0.
        return Double.isFinite(value) ? OptionalDouble.of(value + 0.0) : OptionalDouble.empty();
    }

    private static String quoted(String text) {
        return '"' + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…") + '"';
    }
}
