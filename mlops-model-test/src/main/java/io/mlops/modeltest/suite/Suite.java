package io.mlops.modeltest.suite;

import java.util.List;

/**
 * What a model is judged by: {@code model-test.yml}.
 *
 * @param rows the labelled rows' file, relative to the source's root
 * @param label the label's column
 * @param positive the label's positive value
 * @param thresholds the bounds, at least one
 */
public record Suite(String rows, String label, String positive, List<Threshold> thresholds) {
    /** The schema that this version reads. */
    public static final String SCHEMA = "mlops.model-test/1";

    /** Copies the thresholds. */
    public Suite {
        thresholds = List.copyOf(thresholds);
    }
}
