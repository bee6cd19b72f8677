package io.mlops.training.data;

import java.util.OptionalDouble;

/** A feature column: its name, and how a field of it becomes the number that trees compare. */
public sealed interface Feature permits NumericFeature, CategoricalFeature {
    /**
     * Names the column.
     *
     * @return the header's name
     */
    String name();

    /**
     * Encodes a field.
     *
     * @param field the text, without blanks around it; empty means missing
     * @return the number, finite, or nothing if the field is not accepted
     */
    OptionalDouble encode(String field);

    /**
     * Says what {@link #encode} accepts.
     *
     * @return a phrase for an error
     */
    String accepted();
}
