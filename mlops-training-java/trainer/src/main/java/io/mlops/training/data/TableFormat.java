package io.mlops.training.data;

import java.util.Set;

/**
 * How the columns of the data are to be read.
 *
 * @param task what is learned from the label
 * @param label the label column's name, or, where no column has that name, its place from 0
 * @param positive of two classes, the one whose probability is the score
 * @param categorical columns that hold categories whatever they look like
 * @param weight the column of row weights; empty for none
 * @param header whether each file begins with a header row; without it columns are named c0, c1 and so on
 */
public record TableFormat(
        Task task, String label, String positive, Set<String> categorical, String weight, boolean header) {
    /** Copies the set. */
    public TableFormat {
        categorical = Set.copyOf(categorical);
    }

    /**
     * Describes files with a header row and two classes.
     *
     * @param label the label column's name
     * @param positive the class whose probability is the score
     * @return the format
     */
    public static TableFormat binary(String label, String positive) {
        return new TableFormat(Task.BINARY, label, positive, Set.of(), "", true);
    }
}
