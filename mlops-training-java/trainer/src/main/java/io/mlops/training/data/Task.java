package io.mlops.training.data;

/** What is learned from the label column. */
public enum Task {
    /** One of two classes. */
    BINARY,
    /** One of three or more classes. */
    MULTICLASS,
    /** A number. */
    REGRESSION;

    /**
     * Tells classes from numbers.
     *
     * @return whether the label is a class
     */
    public boolean isClassification() {
        return this != REGRESSION;
    }
}
