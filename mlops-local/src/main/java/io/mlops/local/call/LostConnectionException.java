package io.mlops.local.call;

/** On demand, a call or its answer does not arrive: the connection is closed without a word. */
public final class LostConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param what what is lost, for logs
     */
    public LostConnectionException(String what) {
        super(what);
    }
}
