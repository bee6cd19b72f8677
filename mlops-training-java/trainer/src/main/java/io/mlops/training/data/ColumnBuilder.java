package io.mlops.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one feature column in one pass and finds what it is: categorical if declared so, or if none of its values is a
 * number; numeric if all are. A column of both is refused, at the first text of it.
 */
final class ColumnBuilder {
    /** More categories than this are an identifier, from which nothing can be learned. */
    static final int MOST_CATEGORIES = 10_000;

    private final String name;
    private final boolean declared;
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private double[] values = new double[1024];
    private int size;
    private @Nullable Place firstNumber;
    private @Nullable Place firstText;

    ColumnBuilder(String name, boolean declared) {
        this.name = name;
        this.declared = declared;
    }

    void add(String field, String file, long line) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = field.isEmpty() ? Double.NaN : value(field, file, line);
    }

    private double value(String field, String file, long line) {
        OptionalDouble number = declared ? OptionalDouble.empty() : Numbers.parse(field);
        if (number.isEmpty()) {
            if (firstText == null) {
                firstText = new Place(file, line, name);
            }
            refuseMixture(field);
            return code(field, file, line);
        }
        if (firstNumber == null) {
            firstNumber = new Place(file, line, name);
            refuseMixture(texts.isEmpty() ? "" : texts.get(0));
        }
        return number.getAsDouble();
    }

    private int code(String field, String file, long line) {
        Integer known = codes.get(field);
        if (known != null) {
            return known;
        }
        if (texts.size() == MOST_CATEGORIES) {
            throw new InvalidInputException(new Place(file, line, name) + ": more than " + MOST_CATEGORIES
                    + " different texts; it looks like an identifier; leave the column out of the data");
        }
        codes.put(field, texts.size());
        texts.add(field);
        return texts.size() - 1;
    }

    private void refuseMixture(String text) {
        if (firstText != null && firstNumber != null) {
            throw new InvalidInputException(firstText + ": " + Texts.quoted(text)
                    + " is not a number, but the column has numbers (" + firstNumber.file() + " line "
                    + firstNumber.line() + "); accepted is a finite number, or nothing for a missing value;"
                    + " if the column holds categories, name it in the hyperparameter categorical_features");
        }
    }

    boolean isCategorical() {
        return declared || firstText != null;
    }

    /** The gathered values, {@code NaN} where missing; categories as places in {@link #categories}. */
    double[] values() {
        if (firstNumber == null && firstText == null) {
            throw new InvalidInputException(
                    "column " + Texts.quoted(name) + ": no row has a value; leave the column out of the data");
        }
        double[] gathered = Arrays.copyOf(values, size);
        if (isCategorical()) {
            int[] places = new int[texts.size()];
            List<String> sorted = categories();
            for (int place = 0; place < places.length; place++) {
                places[codes.getOrDefault(sorted.get(place), 0)] = place;
            }
            Arrays.setAll(gathered, row -> Double.isNaN(gathered[row]) ? Double.NaN : places[(int) gathered[row]]);
        }
        return gathered;
    }

    List<String> categories() {
        return texts.stream().sorted().toList();
    }
}
