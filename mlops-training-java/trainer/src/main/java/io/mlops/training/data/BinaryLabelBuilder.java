package io.mlops.training.data;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Gathers two classes, of which one is the positive one. */
final class BinaryLabelBuilder extends LabelBuilder {
    private final String positive;
    private final OptionalDouble positiveNumber;
    private @Nullable String negative;
    private int positives;

    BinaryLabelBuilder(String name, String positive, Problems problems) {
        super(name, problems);
        this.positive = positive;
        this.positiveNumber = Numbers.parseDouble(positive);
    }

    @Override
    double code(String field, String file, long line) {
        if (isPositive(field)) {
            positives++;
            return 1;
        }
        if (negative == null) {
            negative = field;
        } else if (!same(negative, field)) {
            problems.add(new Place(file, line, name) + ": " + Texts.quoted(field) + " is a third class; accepted is "
                    + accepted() + "; the hyperparameter positive names one of two classes;"
                    + " for more classes set the hyperparameter task to multiclass");
        }
        return 0;
    }

    @Override
    String accepted() {
        return negative == null
                ? Texts.quoted(positive) + " or one other value"
                : Texts.quoted(positive) + " or " + Texts.quoted(negative);
    }

    private boolean isPositive(String field) {
        return field.equals(positive)
                || (positiveNumber.isPresent() && Numbers.parseDouble(field).equals(positiveNumber));
    }

    /** Whether two labels are one class: {@code 0} and {@code 0.0} are. */
    private static boolean same(String a, String b) {
        return a.equals(b)
                || (Numbers.parseDouble(a).isPresent() && Numbers.parseDouble(a).equals(Numbers.parseDouble(b)));
    }

    @Override
    @Nullable
    Labels labels() {
        if (positives == 0 || negative == null) {
            problems.add("column " + Texts.quoted(name) + ": every one of " + size() + " rows has the label "
                    + Texts.quoted(positives == 0 ? String.valueOf(negative) : positive)
                    + "; two classes are needed; the positive one is " + Texts.quoted(positive)
                    + " (hyperparameter positive)");
            return null;
        }
        if (positives < 2 || size() - positives < 2) {
            problems.add("column " + Texts.quoted(name) + ": " + positives + " positive and " + (size() - positives)
                    + " other rows; at least two of each are needed, to train and to validate");
        }
        return Labels.binary(name, positive, negative);
    }
}
