package io.mlops.training.data;

import java.util.OptionalDouble;

/**
 * A column of numbers, each rounded to the nearest 32-bit number, as scikit-learn's trees and ONNX have it.
 *
 * @param name the column's name
 * @param missing stands for a missing value: the median of the training rows that have one, or {@code NaN} where the trees
 *     themselves know where a missing value goes
 * @param least the least number of the training rows
 * @param most the greatest number of the training rows
 */
public record NumericFeature(String name, double missing, float least, float most) implements Feature {
    @Override
    public OptionalDouble encode(String field) {
        return field.isEmpty() ? OptionalDouble.of(missing) : Numbers.parse(field);
    }

    @Override
    public String accepted() {
        return "a finite number, or nothing for a missing value";
    }
}
