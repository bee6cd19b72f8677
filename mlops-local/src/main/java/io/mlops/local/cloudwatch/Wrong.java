package io.mlops.local.cloudwatch;

import io.mlops.local.call.Refusals;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;

/** CloudWatch's errors for wrong input. */
final class Wrong {
    private Wrong() {}

    static AwsServiceException value(String message) {
        return InvalidParameterValueException.builder().message(message).build();
    }

    static AwsServiceException combination(String message) {
        return InvalidParameterCombinationException.builder().message(message).build();
    }

    static AwsServiceException missing(String message) {
        return MissingRequiredParameterException.builder().message(message).build();
    }

    static AwsServiceException validation(String message) {
        return Refusals.of("ValidationError", 400, message);
    }
}
