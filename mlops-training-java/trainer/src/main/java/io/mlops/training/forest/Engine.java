package io.mlops.training.forest;

/** What grows the trees. */
public enum Engine {
    /** Smile's trees, with their faults mended: every distinct value is a place to cut. */
    SMILE,
    /** Trees over binned columns, which know missing values and categories: faster, and fit for large data. */
    HISTOGRAM
}
