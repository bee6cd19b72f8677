package io.mlops.modeltest.suite;

import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong with a suite or its rows: every problem found, one a line. The model is then not judged. */
public final class InvalidSuiteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param file the file
     * @param problems the problems, at least one
     */
    public InvalidSuiteException(String file, List<Problem> problems) {
        super(problems.stream()
                .map(problem -> file + ": field " + problem.field() + ": got " + problem.got() + "; accepted is "
                        + problem.accepted())
                .collect(Collectors.joining("\n")));
    }

    /**
     * Makes the exception for a file that has no fields to name.
     *
     * @param message the file, what is wrong, and what to do
     */
    public InvalidSuiteException(String message) {
        super(message);
    }

    /**
     * One problem.
     *
     * @param field the field's path, as {@code thresholds.roc_auc.min}
     * @param got what was given
     * @param accepted what is accepted instead
     */
    public record Problem(String field, String got, String accepted) {}
}
