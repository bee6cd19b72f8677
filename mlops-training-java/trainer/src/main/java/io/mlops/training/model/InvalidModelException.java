package io.mlops.training.model;

/** Says that a model file is not one that this version can load, and why. */
public final class InvalidModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong with the file
     */
    public InvalidModelException(String message) {
        super(message);
    }
}
