package io.mlops.deploy;

import io.mlops.contract.InvalidContractException;
import io.mlops.deploy.job.JobFailedException;
import io.mlops.deploy.job.JobResult;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codepipeline.model.FailureType;

/**
 * Classes whatever went wrong as CodePipeline does ({@code FailureType}). {@code SystemUnavailable} is what passes by
 * itself: throttling, faults of a service, no connection.
 */
final class AwsFailures {
    private AwsFailures() {}

    static JobResult.Failure of(Throwable failure) {
        if (failure instanceof JobFailedException known) {
            return new JobResult.Failure(known.type(), message(failure));
        }
        if (failure instanceof InvalidContractException) {
            return new JobResult.Failure(FailureType.CONFIGURATION_ERROR, message(failure));
        }
        if (failure instanceof AwsServiceException refused) {
            return new JobResult.Failure(type(refused), message(failure));
        }
        if (failure instanceof SdkException) {
            return new JobResult.Failure(FailureType.SYSTEM_UNAVAILABLE, message(failure));
        }
        return new JobResult.Failure(
                FailureType.JOB_FAILED, "unexpected " + failure.getClass().getName() + ": " + message(failure));
    }

    private static FailureType type(AwsServiceException refused) {
        String code = refused.awsErrorDetails() == null
                ? ""
                : String.valueOf(refused.awsErrorDetails().errorCode());
        if (refused.statusCode() == 403 || code.startsWith("AccessDenied")) {
            return FailureType.PERMISSION_ERROR;
        }
        if (refused.isThrottlingException() || refused.statusCode() >= 500) {
            return FailureType.SYSTEM_UNAVAILABLE;
        }
        return code.equals("ValidationException") ? FailureType.CONFIGURATION_ERROR : FailureType.JOB_FAILED;
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }
}
