package io.mlops.training.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers the label column. */
abstract class LabelBuilder {
    final String name;
    final Problems problems;
    private double[] codes = new double[1024];
    private int size;

    LabelBuilder(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    static LabelBuilder of(TableFormat format, String name, Problems problems) {
        return switch (format.task()) {
            case BINARY -> new BinaryLabelBuilder(name, format.positive(), problems);
            case MULTICLASS -> new ClassLabelBuilder(name, problems);
            case REGRESSION -> new NumberLabelBuilder(name, problems);
        };
    }

    final void add(String field, String file, long line) {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, size * 2);
        }
        if (field.isEmpty()) {
            refuse(file, line, "the label is missing");
            size++;
        } else {
            codes[size++] = code(field, file, line);
        }
    }

    final void refuse(String file, long line, String what) {
        problems.add(new Place(file, line, name) + ": " + what + "; accepted is " + accepted());
    }

    final int size() {
        return size;
    }

    /** A number per row: the label itself, or its class's place in the order of {@link #labels}. */
    double[] values() {
        return Arrays.copyOf(codes, size);
    }

    abstract double code(String field, String file, long line);

    abstract String accepted();

    /** Describes the column, or nothing if that would be wrong, which the problems then say. */
    abstract @Nullable Labels labels();
}
