package io.mlops.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The hyperparameters: their names, defaults and what is accepted. The documentation's table is made of these. */
enum Hyperparameter {
    LABEL("label", "", "", "a column's name, or its place from 0", "the label column; required"),
    TASK("task", "", "binary", "binary, multiclass or regression", "what is learned from the label"),
    POSITIVE("positive", "", "1", "a label", "of two classes, the one whose probability is the score"),
    CATEGORICAL_FEATURES(
            "categorical_features",
            "",
            "",
            "column names, commas between",
            "columns that hold categories whatever they look like"),
    WEIGHT("weight", "", "", "a column's name", "the column of row weights: a row is drawn as often as it weighs"),
    HEADER(
            "header",
            "",
            "true",
            "true or false",
            "whether each file begins with a header row; else columns are named c0, c1, …"),
    ENGINE("engine", "", "smile", "smile or histogram", "what grows the trees"),
    NTREES("ntrees", "n_estimators", "100", "a whole number from 1 to 10000", "trees"),
    MAX_DEPTH(
            "max_depth",
            "",
            "10",
            "a whole number from 1 to 64",
            "the most edges from root to leaf, as scikit-learn counts"),
    MAX_FEATURES("max_features", "", "sqrt", MaxFeatures.ACCEPTED, "features that a node looks at"),
    MIN_SAMPLES_LEAF(
            "min_samples_leaf",
            "",
            "1",
            "a whole number from 1 to 1000000",
            "the least rows in a leaf, counted as often as the bootstrap drew them"),
    CLASS_WEIGHT(
            "class_weight",
            "",
            "none",
            ClassWeights.ACCEPTED,
            "how much the rows of a class weigh; balanced: all classes the same together"),
    THRESHOLD(
            "threshold",
            "",
            "0.5",
            ThresholdAim.ACCEPTED,
            "of two classes, the score from which on the positive one is predicted, or the aim for which it is chosen on the"
                    + " validation rows"),
    SEED("seed", "random_state", "1", "a whole number of 64 bits", "decides split, bootstraps and drawn features"),
    VALIDATION_FRACTION(
            "validation_fraction",
            "",
            "0.2",
            "a number from 0.01 to 0.5",
            "the share of rows, of each class, that is kept to validate on; of no use with a channel validation"),
    THREADS(
            "threads",
            "n_jobs",
            "",
            "a whole number from 1 to 256, or -1 for all processors",
            "threads; all if not given");

    private final String text;
    private final String alias;
    private final String otherwise;
    private final String accepted;
    private final String meaning;

    Hyperparameter(String text, String alias, String otherwise, String accepted, String meaning) {
        this.text = text;
        this.alias = alias;
        this.otherwise = otherwise;
        this.accepted = accepted;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    /** scikit-learn's name where it differs, else nothing. */
    String alias() {
        return alias;
    }

    String otherwise() {
        return otherwise;
    }

    String accepted() {
        return accepted;
    }

    String meaning() {
        return meaning;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Hyperparameter::text).toList();
    }

    static Optional<Hyperparameter> of(String name) {
        return Arrays.stream(values())
                .filter(known -> known.text.equals(name) || (!known.alias.isEmpty() && known.alias.equals(name)))
                .findFirst();
    }

    /** The known name that takes the fewest changes of a letter from the given one, if they are few. */
    static Optional<String> nearest(String given) {
        String name = given.substring(0, Math.min(given.length(), 40));
        return Arrays.stream(values())
                .flatMap(known -> Stream.of(known.text, known.alias))
                .filter(known -> !known.isEmpty() && changes(name, known) <= Math.max(2, known.length() / 3))
                .min((a, b) -> Integer.compare(changes(name, a), changes(name, b)));
    }

    /** Levenshtein's distance ("Binary codes capable of correcting deletions, insertions and reversals", 1966). */
    private static int changes(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, at -> at);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
