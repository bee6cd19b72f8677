package io.mlops.modeltest.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a model is judged on, label and features apart.
 *
 * @param features each row's feature values as text, in the file's order of columns; empty text is a missing value
 * @param positives for each row whether its label is the positive value
 */
public record LabelledRows(List<List<String>> features, List<Boolean> positives) {
    /** With its fields apart, about what a small build's default heap holds. */
    private static final long MOST_BYTES = 64L << 20;

    /** Copies the lists. */
    public LabelledRows {
        features = List.copyOf(features);
        positives = List.copyOf(positives);
    }

    /**
     * Reads a suite's rows.
     *
     * @param source the source's root, which the file must not leave
     * @param suite names the file, the label and its positive value
     * @return the rows
     * @throws InvalidSuiteException if the file is not readable, has another shape, or has not rows of two classes
     */
    public static LabelledRows read(Path source, Suite suite) {
        Path root = source.toAbsolutePath().normalize();
        Path file = root.resolve(suite.rows()).normalize();
        if (!file.startsWith(root)) {
            throw new InvalidSuiteException(
                    "field data.rows: got \"" + suite.rows() + "\"; accepted is a path that stays in the source");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InvalidSuiteException(suite.rows() + ": got " + Files.size(file)
                        + " bytes; accepted are at most " + MOST_BYTES + "; use fewer rows");
            }
            return read(Files.readString(file), suite);
        } catch (IOException e) {
            throw new InvalidSuiteException(
                    suite.rows() + ": not readable (" + e + "); field data.rows names it; put it into the source");
        }
    }

    static LabelledRows read(String text, Suite suite) {
        CsvRecords records = new CsvRecords(text.startsWith("\uFEFF") ? text.substring(1) : text);
        List<String> header =
                records.next().orElseThrow(() -> new InvalidSuiteException(suite.rows() + ": got an empty file"));
        int label = header.indexOf(suite.label());
        if (label < 0) {
            throw new InvalidSuiteException("field data.label: got \"" + suite.label()
                    + "\"; accepted are the columns of " + suite.rows() + ": " + String.join(", ", header));
        }
        List<List<String>> features = new ArrayList<>();
        Labels labels = new Labels(suite);
        while (true) {
            int line = records.line();
            List<String> fields = new ArrayList<>(records.next().orElse(List.of()));
            if (fields.isEmpty()) {
                return checked(new LabelledRows(features, labels.positives()), suite);
            }
            if (fields.size() != header.size()) {
                throw new InvalidSuiteException(suite.rows() + ": line " + line + ": got " + fields.size()
                        + " columns; accepted are " + header.size() + " as in the header");
            }
            labels.add(fields.remove(label), line);
            features.add(List.copyOf(fields));
        }
    }

    /**
     * Writes a row's features as CSV, without label and line end.
     *
     * @param row the row, from 0
     * @return the line
     */
    public String csv(int row) {
        return CsvRecords.write(features.get(row));
    }

    /**
     * Returns how many rows there are.
     *
     * @return the number of rows
     */
    public int size() {
        return features.size();
    }

    private static LabelledRows checked(LabelledRows rows, Suite suite) {
        long positive = rows.positives().stream().filter(value -> value).count();
        if (positive == 0 || positive == rows.size()) {
            throw new InvalidSuiteException(suite.rows() + ": got " + positive + " rows of " + rows.size()
                    + " with " + suite.label() + " \"" + suite.positive()
                    + "\"; accepted are rows of both classes, else nothing can be judged; see field data.positive");
        }
        return rows;
    }
}
