package io.mlops.training.data;

import java.util.List;
import java.util.OptionalDouble;

/** Gathers labels that are numbers. */
final class NumberLabelBuilder extends LabelBuilder {
    NumberLabelBuilder(String name, Problems problems) {
        super(name, problems);
    }

    @Override
    double code(String field, String file, long line) {
        OptionalDouble number = Numbers.parseDouble(field);
        if (number.isEmpty()) {
            refuse(file, line, Texts.quoted(field) + " is not a number");
        }
        return number.orElse(0);
    }

    @Override
    String accepted() {
        return "a finite number; for classes set the hyperparameter task to binary or multiclass";
    }

    @Override
    Labels labels() {
        if (size() < 4) {
            problems.add("column " + Texts.quoted(name) + ": " + size() + " rows; at least four are needed");
        }
        return new Labels(Task.REGRESSION, name, List.of());
    }
}
