package io.mlops.local.call;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Names an error as AWS does. */
public final class ErrorCodes {
    private ErrorCodes() {}

    /**
     * Gives an error's code: the one that it carries, else its class's name, which the SDK takes from AWS's model.
     *
     * @param error the error
     * @return the code, as {@code ResourceNotFoundException}
     */
    public static String of(AwsServiceException error) {
        return error.awsErrorDetails() != null && error.awsErrorDetails().errorCode() != null
                ? error.awsErrorDetails().errorCode()
                : error.getClass().getSimpleName();
    }

    /**
     * Gives an error's message without what the SDK adds for people.
     *
     * @param error the error
     * @return the message as AWS sends it
     */
    public static String message(AwsServiceException error) {
        String message =
                error.awsErrorDetails() != null ? error.awsErrorDetails().errorMessage() : error.getMessage();
        return message == null ? "" : message;
    }
}
