package io.mlops.local.sagemaker;

/** Ends a training job or an endpoint's start; its message is the FailureReason. */
final class ContainerFailure extends Exception {
    private static final long serialVersionUID = 1L;

    ContainerFailure(String reason) {
        super(reason);
    }

    ContainerFailure(String reason, Throwable cause) {
        super(reason, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
