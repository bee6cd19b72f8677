package io.mlops.training.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers the rows of one or more files with the same header. */
final class TableBuilder {
    private final List<String> header;
    private final String firstFile;
    private final int labelAt;
    private final LabelBuilder labels;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private int rows;

    TableBuilder(List<String> header, String file, String label, String positive, Set<String> categorical) {
        this.header = List.copyOf(header);
        this.firstFile = file;
        refuseBadNames(header, file);
        this.labelAt = header.indexOf(label);
        requireLabel(label, file);
        requireColumns(categorical, file);
        this.labels = new LabelBuilder(label, positive);
        for (String name : header) {
            if (!name.equals(label)) {
                columns.add(new ColumnBuilder(name, categorical.contains(name)));
            }
        }
    }

    private static void refuseBadNames(List<String> header, String file) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).isEmpty()) {
                throw new InvalidInputException(
                        file + " line 1: column " + (i + 1) + " has no name; name every column in the header row");
            }
            if (!seen.add(header.get(i))) {
                throw new InvalidInputException(file + " line 1: two columns are named " + Texts.quoted(header.get(i))
                        + "; name each column differently");
            }
        }
    }

    private void requireLabel(String label, String file) {
        if (labelAt < 0) {
            throw new InvalidInputException(file + " line 1: no label column " + Texts.quoted(label)
                    + "; the columns are " + Texts.quoted(header) + "; set the hyperparameter label to one of them");
        }
        if (header.size() < 2) {
            throw new InvalidInputException(file + " line 1: no column but the label " + Texts.quoted(label)
                    + "; at least one feature column is needed; separate fields with commas");
        }
    }

    private void requireColumns(Set<String> categorical, String file) {
        for (String name : categorical) {
            if (!header.contains(name)) {
                throw new InvalidInputException("hyperparameter categorical_features: no column " + Texts.quoted(name)
                        + " in " + file + "; the columns are " + Texts.quoted(header));
            }
        }
    }

    void requireSameHeader(List<String> other, String file) {
        if (!header.equals(other)) {
            throw new InvalidInputException(file + " line 1: the columns are " + Texts.quoted(other) + ", but those of "
                    + firstFile + " are " + Texts.quoted(header) + "; every file needs the same header row");
        }
    }

    void add(List<String> fields, String file, long line) {
        if (fields.size() != header.size()) {
            throw new InvalidInputException(file + " line " + line + ": " + fields.size() + " fields; the header has "
                    + header.size() + " columns; " + raggedAt(fields.size()));
        }
        int column = 0;
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i).strip();
            if (i == labelAt) {
                labels.add(field, file, line);
            } else {
                columns.get(column++).add(field, file, line);
            }
        }
        rows++;
    }

    private String raggedAt(int size) {
        return size < header.size()
                ? "the first without a field is " + Texts.quoted(header.get(size))
                : "quote fields that hold commas";
    }

    Table build() {
        if (rows == 0) {
            throw new InvalidInputException(firstFile + ": a header row and no data; at least four rows are needed");
        }
        Labels classes = labels.labels();
        double[][] values = new double[columns.size()][];
        Feature[] features = new Feature[columns.size()];
        for (int column = 0; column < values.length; column++) {
            ColumnBuilder built = columns.get(column);
            values[column] = built.values();
            String name = header.get(column < labelAt ? column : column + 1);
            features[column] = built.isCategorical()
                    ? new CategoricalFeature(name, built.categories())
                    : new NumericFeature(name, Double.NaN);
        }
        return new Table(List.of(features), values, labels.positives(), classes, rows);
    }
}
