package io.mlops.launch;

/** Says in one message for people why there is no model package: what failed, what is now true, what to do. */
public final class LaunchFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what failed and what to do
     */
    public LaunchFailedException(String message) {
        super(message);
    }
}
