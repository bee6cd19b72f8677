package io.mlops.local.wire;

import io.mlops.local.call.Refusals;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** An error of S3's that has elements of its own, as {@code StringToSign}. */
final class DetailedException extends AwsServiceException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> details;

    DetailedException(String code, int status, String message, Map<String, String> details) {
        super(Refusals.of(code, status, message).toBuilder());
        this.details = details;
    }

    /** The elements' names and texts. */
    Map<String, String> details() {
        return details;
    }
}
