package io.mlops.deploy.job;

import software.amazon.awssdk.services.codepipeline.model.FailureType;

/** Ends the job as failed, with the type and message that CodePipeline shows. */
public final class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureType type;

    /**
     * Makes the exception.
     *
     * @param type how CodePipeline classes the failure
     * @param message what failed and what to do
     */
    public JobFailedException(FailureType type, String message) {
        super(message);
        this.type = type;
    }

    /**
     * Returns how CodePipeline classes the failure.
     *
     * @return the type
     */
    public FailureType type() {
        return type;
    }
}
