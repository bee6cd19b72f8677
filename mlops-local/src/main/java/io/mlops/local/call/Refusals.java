package io.mlops.local.call;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Errors that every service can give and that no service's model declares. */
public final class Refusals {
    private Refusals() {}

    /**
     * Makes an error by its code.
     *
     * @param code the code on the wire
     * @param status the HTTP status
     * @param message the message on the wire
     * @return the error
     */
    public static AwsServiceException of(String code, int status, String message) {
        return AwsServiceException.builder()
                .message(message)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    /**
     * Refuses a setting or a value, as most services do.
     *
     * @param message what is wrong
     * @return a {@code ValidationException}
     */
    public static AwsServiceException validation(String message) {
        return of("ValidationException", 400, message);
    }
}
