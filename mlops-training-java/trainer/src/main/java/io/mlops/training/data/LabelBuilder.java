package io.mlops.training.data;

import java.util.BitSet;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Gathers the label column: two classes, of which one is the positive one. */
final class LabelBuilder {
    private final String name;
    private final String positive;
    private final OptionalDouble positiveNumber;
    private final BitSet positives = new BitSet();
    private @Nullable String positiveText;
    private @Nullable String negativeText;
    private int size;

    LabelBuilder(String name, String positive) {
        this.name = name;
        this.positive = positive;
        this.positiveNumber = Numbers.parse(positive);
    }

    void add(String field, String file, long line) {
        if (field.isEmpty()) {
            throw new InvalidInputException(
                    new Place(file, line, name) + ": the label is missing; accepted is " + accepted());
        }
        if (isPositive(field)) {
            positiveText = field;
            positives.set(size);
        } else if (negativeText == null) {
            negativeText = field;
        } else if (!same(negativeText, field)) {
            throw new InvalidInputException(
                    new Place(file, line, name) + ": " + Texts.quoted(field) + " is a third class; accepted is "
                            + accepted() + "; the hyperparameter positive names one of two classes");
        }
        size++;
    }

    private String accepted() {
        return negativeText == null
                ? Texts.quoted(positive) + " or one other value"
                : Texts.quoted(positive) + " or " + Texts.quoted(negativeText);
    }

    private boolean isPositive(String field) {
        return field.equals(positive)
                || (positiveNumber.isPresent() && Numbers.parse(field).equals(positiveNumber));
    }

    /** Whether two labels are one class: {@code 0} and {@code 0.0} are. */
    private static boolean same(String a, String b) {
        return a.equals(b) || (Numbers.parse(a).isPresent() && Numbers.parse(a).equals(Numbers.parse(b)));
    }

    BitSet positives() {
        return positives;
    }

    Labels labels() {
        int count = positives.cardinality();
        if (positiveText == null || negativeText == null) {
            throw new InvalidInputException("column " + Texts.quoted(name) + ": every one of " + size
                    + " rows has the label " + Texts.quoted(count == 0 ? String.valueOf(negativeText) : positive)
                    + "; two classes are needed; the positive one is " + Texts.quoted(positive)
                    + " (hyperparameter positive)");
        }
        if (count < 2 || size - count < 2) {
            throw new InvalidInputException("column " + Texts.quoted(name) + ": " + count + " positive and "
                    + (size - count) + " other rows; at least two of each are needed, to train and to validate");
        }
        return new Labels(name, positive, negativeText);
    }
}
