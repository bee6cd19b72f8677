package io.mlops.training.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of one or more files with the same columns. */
final class TableBuilder {
    private final List<String> header;
    private final String firstFile;
    private final Problems problems = new Problems();
    private final int labelAt;
    private final int weightAt;
    private final LabelBuilder labels;
    private final @Nullable ColumnBuilder[] columns;
    private final FloatColumn weights = new FloatColumn();
    private int rows;

    TableBuilder(List<String> header, String file, TableFormat format) {
        this.header = List.copyOf(header);
        this.firstFile = file;
        requireNames(file);
        this.labelAt = place(format.label());
        if (labelAt < 0) {
            throw new InvalidInputException(file + " line 1: no label column " + Texts.quoted(format.label())
                    + "; the columns are " + Texts.quoted(header)
                    + "; set the hyperparameter label to one of them, or to a place from 0");
        }
        this.weightAt = format.weight().isEmpty() ? -1 : place(format.weight());
        requireColumns(format, file);
        problems.throwIfAny();
        this.labels = LabelBuilder.of(format, header.get(labelAt), problems);
        this.columns = new ColumnBuilder[header.size()];
        for (int at = 0; at < columns.length; at++) {
            String name = header.get(at);
            if (at != labelAt && at != weightAt) {
                columns[at] = new ColumnBuilder(name, format.categorical().contains(name), problems);
            }
        }
    }

    private int place(String name) {
        int named = header.indexOf(name);
        boolean index = named < 0 && name.matches("[0-9]{1,6}") && Integer.parseInt(name) < header.size();
        return index ? Integer.parseInt(name) : named;
    }

    private void requireNames(String file) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).isEmpty()) {
                problems.add(file + " line 1: column " + (i + 1) + " has no name; name every column in the header row");
            } else if (!seen.add(header.get(i))) {
                problems.add(file + " line 1: two columns are named " + Texts.quoted(header.get(i))
                        + "; name each column differently");
            }
        }
        problems.throwIfAny();
    }

    private void requireColumns(TableFormat format, String file) {
        if (weightAt < 0 && !format.weight().isEmpty()) {
            problems.add("hyperparameter weight: no column " + Texts.quoted(format.weight()) + " in " + file
                    + "; the columns are " + Texts.quoted(header));
        }
        if (header.size() < (weightAt < 0 ? 2 : 3)) {
            problems.add(file + " line 1: no column but the label " + Texts.quoted(header.get(labelAt))
                    + "; at least one feature column is needed; separate fields with commas");
        }
        for (String name : format.categorical()) {
            if (!header.contains(name)) {
                problems.add("hyperparameter categorical_features: no column " + Texts.quoted(name) + " in " + file
                        + "; the columns are " + Texts.quoted(header));
            }
        }
    }

    boolean hasHeader(List<String> other) {
        return header.equals(other);
    }

    void requireSameHeader(List<String> other, String file) {
        if (!header.equals(other)) {
            problems.add(file + " line 1: the columns are " + Texts.quoted(other) + ", but those of " + firstFile
                    + " are " + Texts.quoted(header) + "; every file needs the same header row");
            problems.throwIfAny();
        }
    }

    void add(List<String> fields, String file, long line) {
        if (fields.size() != header.size()) {
            problems.add(file + " line " + line + ": " + fields.size() + " fields; the header has " + header.size()
                    + " columns; " + raggedAt(fields.size()));
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i).strip();
            ColumnBuilder column = columns[i];
            if (column != null) {
                column.add(field, file, line);
            } else if (i == labelAt) {
                labels.add(field, file, line);
            } else {
                weights.add(weight(field, file, line));
            }
        }
        rows++;
    }

    private float weight(String field, String file, long line) {
        OptionalDouble weight = Numbers.parse(field);
        if (weight.isEmpty() || weight.getAsDouble() < 0) {
            problems.add(new Place(file, line, header.get(weightAt)) + ": " + Texts.quoted(field)
                    + " is no weight; accepted is a number, 0 or above");
            return 0;
        }
        return (float) weight.getAsDouble();
    }

    private String raggedAt(int size) {
        return size < header.size()
                ? "the first without a field is " + Texts.quoted(header.get(size))
                : "quote fields that hold commas";
    }

    int rows() {
        return rows;
    }

    /** What is read is forgotten here, column by column, so that it is not in memory twice. */
    Table build() {
        if (rows == 0) {
            problems.add(firstFile + ": a header row and no data; at least four rows are needed");
        }
        problems.throwIfAny();
        Labels described = labels.labels();
        List<Feature> features = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        for (ColumnBuilder column : columns) {
            if (column != null) {
                column.requireValues();
            }
        }
        problems.throwIfAny();
        for (int at = 0; at < columns.length; at++) {
            ColumnBuilder column = columns[at];
            if (column != null) {
                values.add(column.takeValues());
                features.add(
                        column.isCategorical()
                                ? new CategoricalFeature(header.get(at), column.categories())
                                : new NumericFeature(header.get(at), Double.NaN, Float.NaN, Float.NaN));
            }
        }
        return new Table(
                features,
                values.toArray(float[][]::new),
                labels.values(),
                weightAt < 0 ? null : weights.take(),
                java.util.Objects.requireNonNull(described, "problems were thrown where there are no labels"));
    }
}
