package io.mlops.training.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one feature column in one pass and finds what it is: categorical if declared so, or if none of its values is a
 * number; numeric if all are. A column of both is refused.
 */
final class ColumnBuilder {
    /** More categories than this are an identifier, from which nothing can be learned. */
    static final int MOST_CATEGORIES = 10_000;

    private final String name;
    private final boolean declared;
    private final Problems problems;
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final FloatColumn values = new FloatColumn();
    private @Nullable Place firstNumber;
    private @Nullable Place firstText;

    ColumnBuilder(String name, boolean declared, Problems problems) {
        this.name = name;
        this.declared = declared;
        this.problems = problems;
    }

    void add(String field, String file, long line) {
        values.add(field.isEmpty() ? Float.NaN : value(field, file, line));
    }

    private float value(String field, String file, long line) {
        OptionalDouble number = declared ? OptionalDouble.empty() : Numbers.parse(field);
        if (number.isEmpty()) {
            if (firstNumber != null) {
                refuse(new Place(file, line, name), field, firstNumber);
            } else if (firstText == null) {
                firstText = new Place(file, line, name);
            }
            return code(field, file, line);
        }
        if (firstNumber == null) {
            firstNumber = new Place(file, line, name);
            if (firstText != null) {
                refuse(firstText, texts.get(0), firstNumber);
            }
        }
        return (float) number.getAsDouble();
    }

    private int code(String field, String file, long line) {
        Integer known = codes.get(field);
        if (known != null) {
            return known;
        }
        if (texts.size() == MOST_CATEGORIES) {
            problems.add(new Place(file, line, name) + ": more than " + MOST_CATEGORIES
                    + " different texts; it looks like an identifier; leave the column out of the data");
            problems.throwIfAny();
        }
        codes.put(field, texts.size());
        texts.add(field);
        return texts.size() - 1;
    }

    private void refuse(Place where, String text, Place number) {
        problems.add(where + ": " + Texts.quoted(text) + " is not a number, but the column has numbers ("
                + number.file() + " line " + number.line()
                + "); accepted is a finite number, or nothing for a missing value;"
                + " if the column holds categories, name it in the hyperparameter categorical_features");
    }

    /** Says so if no row has a value. */
    void requireValues() {
        if (firstNumber == null && firstText == null) {
            problems.add("column " + Texts.quoted(name) + ": no row has a value; leave the column out of the data");
        }
    }

    boolean isCategorical() {
        return declared || firstText != null;
    }

    /** The gathered values, {@code NaN} where missing; categories as places in {@link #categories}. */
    float[] takeValues() {
        float[] gathered = values.take();
        if (isCategorical()) {
            int[] places = new int[texts.size()];
            List<String> sorted = categories();
            for (int place = 0; place < places.length; place++) {
                places[codes.getOrDefault(sorted.get(place), 0)] = place;
            }
            for (int row = 0; row < gathered.length; row++) {
                gathered[row] = Float.isNaN(gathered[row]) ? Float.NaN : places[(int) gathered[row]];
            }
        }
        return gathered;
    }

    List<String> categories() {
        return texts.stream().sorted().toList();
    }
}
