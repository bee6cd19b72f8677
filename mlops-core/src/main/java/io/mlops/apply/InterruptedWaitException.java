package io.mlops.apply;

import io.mlops.spec.MlopsException;

/** Says that the thread was interrupted while it waited. What was begun on AWS goes on there. */
public final class InterruptedWaitException extends MlopsException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param cause the interruption
     */
    public InterruptedWaitException(InterruptedException cause) {
        super("interrupted while waiting; what was begun on AWS goes on there", cause);
    }
}
