package io.mlops.training.data;

import java.util.OptionalDouble;

/**
 * A column of numbers.
 *
 * @param name the header's name
 * @param median stands for a missing value: the median of the training rows that have one
 */
public record NumericFeature(String name, double median) implements Feature {
    @Override
    public OptionalDouble encode(String field) {
        return field.isEmpty() ? OptionalDouble.of(median) : Numbers.parse(field);
    }

    @Override
    public String accepted() {
        return "a finite number, or nothing for a missing value";
    }
}
