package io.mlops.spec;

import org.jspecify.annotations.Nullable;

/** The root of what this library throws; each subclass says which step failed and what is now true. */
public abstract class MlopsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what failed, what is now true and what to do
     * @param cause what it came from, if anything
     */
    protected MlopsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
