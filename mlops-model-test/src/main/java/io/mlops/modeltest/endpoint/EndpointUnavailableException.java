package io.mlops.modeltest.endpoint;

/** Says why there is no endpoint to ask: the model is then not judged. */
public final class EndpointUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what failed and what to do
     */
    public EndpointUnavailableException(String message) {
        super(message);
    }
}
