package io.mlops.training.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Gathers three or more classes. Labels that are the same number are one class, named as the first of them. */
final class ClassLabelBuilder extends LabelBuilder {
    /** More classes than this are an identifier or a number. */
    static final int MOST_CLASSES = 1000;

    private final Map<String, Integer> byText = new HashMap<>();
    private final Map<Double, Integer> byNumber = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final int[] counts = new int[MOST_CLASSES];

    ClassLabelBuilder(String name, Problems problems) {
        super(name, problems);
    }

    @Override
    double code(String field, String file, long line) {
        Integer known = byText.get(field);
        int code = known == null ? codeOfNew(field, file, line) : known;
        counts[code]++;
        return code;
    }

    private int codeOfNew(String field, String file, long line) {
        OptionalDouble number = Numbers.parseDouble(field);
        Integer same = number.isPresent() ? byNumber.get(number.getAsDouble()) : null;
        if (same == null && names.size() == MOST_CLASSES) {
            refuse(file, line, Texts.quoted(field) + " is one class too many");
            problems.throwIfAny();
        }
        int code = same == null ? names.size() : same;
        if (same == null) {
            names.add(field);
        }
        number.ifPresent(value -> byNumber.put(value, code));
        byText.put(field, code);
        return code;
    }

    @Override
    String accepted() {
        return "one of at most " + MOST_CLASSES + " classes; for numbers set the hyperparameter task to regression";
    }

    @Override
    double[] values() {
        int[] place = new int[names.size()];
        List<Integer> order = order();
        for (int i = 0; i < place.length; i++) {
            place[order.get(i)] = i;
        }
        double[] values = super.values();
        for (int row = 0; row < values.length; row++) {
            values[row] = place.length == 0 ? 0 : place[(int) values[row]];
        }
        return values;
    }

    /** Numbers by size, before texts by letters. */
    private List<Integer> order() {
        return IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer code) ->
                                Numbers.parseDouble(names.get(code)).orElse(Double.POSITIVE_INFINITY))
                        .thenComparing(names::get))
                .toList();
    }

    @Override
    Labels labels() {
        if (names.size() < 3) {
            problems.add("column " + Texts.quoted(name) + ": " + names.size()
                    + " classes; accepted is three or more; for two set the hyperparameter task to binary");
        }
        for (int code = 0; code < names.size(); code++) {
            if (counts[code] < 2) {
                problems.add("column " + Texts.quoted(name) + ": one row of class " + Texts.quoted(names.get(code))
                        + "; at least two of each class are needed, to train and to validate");
            }
        }
        return new Labels(
                Task.MULTICLASS, name, order().stream().map(names::get).toList());
    }
}
