package io.mlops.training.data;

/** Says that a hyperparameter, a training file or a request is not accepted: where, what was given, what is accepted. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the place, what was given, what is accepted and what to do, on one line
     */
    public InvalidInputException(String message) {
        super(message);
    }
}
