package io.mlops.examples.fraud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Labelled rows as CSV text.
 *
 * @param header the columns' names
 * @param label the label's column
 * @param positive the label's positive value
 * @param rows each row's fields as they stand in the file
 */
record DataSet(List<String> header, String label, String positive, List<List<String>> rows) {
    /**
     * Two parts of one data set.
     *
     * @param training what the model is trained on
     * @param holdout what it is tested on
     */
    record Split(DataSet training, DataSet holdout) {}

    /** Splits by label, so that both parts have the same share of each, to a row. */
    Split splitStratified(double holdoutShare, long seed) {
        Map<String, List<List<String>>> byLabel = new LinkedHashMap<>();
        rows.forEach(row ->
                byLabel.computeIfAbsent(labelOf(row), key -> new ArrayList<>()).add(row));
        SplittableRandom random = new SplittableRandom(seed);
        List<List<String>> training = new ArrayList<>();
        List<List<String>> holdout = new ArrayList<>();
        byLabel.values().forEach(group -> {
            shuffle(group, random);
            int held = (int) Math.round(group.size() * holdoutShare);
            holdout.addAll(group.subList(0, held));
            training.addAll(group.subList(held, group.size()));
        });
        shuffle(training, random);
        shuffle(holdout, random);
        return new Split(with(training), with(holdout));
    }

    private static void shuffle(List<List<String>> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            List<String> swapped = list.get(i);
            list.set(i, list.get(j));
            list.set(j, swapped);
        }
    }

    private DataSet with(List<List<String>> other) {
        return new DataSet(header, label, positive, List.copyOf(other));
    }

    String labelOf(List<String> row) {
        return row.get(header.indexOf(label));
    }

    boolean isPositive(List<String> row) {
        return labelOf(row).equals(positive);
    }

    /** A row as the endpoint takes it: the features in order, without the label. */
    String features(List<String> row) {
        List<String> features = new ArrayList<>(row);
        features.remove(header.indexOf(label));
        return String.join(",", features);
    }

    /** The whole as a CSV file with a header. */
    String csv() {
        StringBuilder text = new StringBuilder(String.join(",", header)).append('\n');
        rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
        return text.toString();
    }
}
