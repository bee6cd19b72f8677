package io.mlops.training.data;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A column of categories. A category's code is its place in the sorted list; a missing value's code is {@value #MISSING}.
 *
 * @param name the header's name
 * @param categories every category of the training data, sorted
 */
public record CategoricalFeature(String name, List<String> categories) implements Feature {
    /** The code of a missing value: below every category, so that one cut can part it from them all. */
    public static final int MISSING = -1;

    /** Copies the categories. */
    public CategoricalFeature {
        categories = List.copyOf(categories);
    }

    @Override
    public OptionalDouble encode(String field) {
        if (field.isEmpty()) {
            return OptionalDouble.of(MISSING);
        }
        int code = Collections.binarySearch(categories, field);
        return code < 0 ? OptionalDouble.empty() : OptionalDouble.of(code);
    }

    @Override
    public String accepted() {
        return "one of " + Texts.quoted(categories) + ", or nothing for a missing value";
    }
}
