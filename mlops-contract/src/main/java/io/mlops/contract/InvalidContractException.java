package io.mlops.contract;

/** Says that a contract file or parameter is not what its reader accepts: which file, which field, what was given. */
public final class InvalidContractException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the file or parameter, what was given, what is accepted and what to do
     */
    public InvalidContractException(String message) {
        super(message);
    }
}
