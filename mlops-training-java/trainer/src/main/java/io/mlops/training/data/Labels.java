package io.mlops.training.data;

import java.util.List;

/**
 * The label column and its classes.
 *
 * @param task what is learned
 * @param column the label column's name
 * @param classes the classes in the order of their codes: for two classes the negative one, then the positive one whose
 *     probability is the score; none for numbers
 */
public record Labels(Task task, String column, List<String> classes) {
    /** Copies the list. */
    public Labels {
        classes = List.copyOf(classes);
    }

    /**
     * Names two classes.
     *
     * @param column the label column's name
     * @param positive the class whose probability is the score
     * @param negative the other class
     * @return the labels
     */
    public static Labels binary(String column, String positive, String negative) {
        return new Labels(Task.BINARY, column, List.of(negative, positive));
    }

    /**
     * Names the positive class.
     *
     * @return the class whose probability is the score, of two classes
     */
    public String positive() {
        return classes.get(1);
    }

    /**
     * Names the negative class.
     *
     * @return the other of two classes
     */
    public String negative() {
        return classes.get(0);
    }

    /**
     * Counts the numbers that a forest predicts.
     *
     * @return the classes, where there are more than two; else 1
     */
    public int outputs() {
        return classes.size() > 2 ? classes.size() : 1;
    }
}
