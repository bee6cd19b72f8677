package io.mlops.local.wire;

import io.mlops.local.call.ErrorCodes;
import io.mlops.local.facts.ServiceFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/**
 * An error as it goes over the wire.
 *
 * @param code the code
 * @param shape the error's name in AWS's model, which is the code in most services
 * @param status the HTTP status
 * @param message the message
 * @param members what the error's shape has besides
 */
record WireError(String code, String shape, int status, String message, SdkPojo members) {
    static WireError of(AwsServiceException error, Optional<ServiceFacts> facts) {
        String name = ErrorCodes.of(error);
        String shape = facts.flatMap(service -> service.errorShape(name)).orElse(name);
        Optional<ServiceFacts.ErrorFacts> known =
                facts.map(ServiceFacts::errors).map(errors -> errors.get(shape));
        int status = error.statusCode() > 0
                ? error.statusCode()
                : known.map(ServiceFacts.ErrorFacts::status).orElse(400);
        String code = known.map(ServiceFacts.ErrorFacts::code).orElse(name);
        return new WireError(code, shape, status, ErrorCodes.message(error), error);
    }

    static WireError internal() {
        AwsServiceException none = AwsServiceException.builder().build();
        return new WireError("InternalFailure", "InternalFailure", 500, "The emulator failed; its log says why.", none);
    }

    /** What S3 tells of an error in elements of its own, as {@code StringToSign}. */
    Map<String, String> details() {
        return members instanceof DetailedException detailed ? detailed.details() : Map.of();
    }

    /** What S3 tells of an error in headers, as {@code x-amz-bucket-region}. */
    Map<String, List<String>> headers() {
        boolean told = members instanceof AwsServiceException error
                && error.awsErrorDetails() != null
                && error.awsErrorDetails().sdkHttpResponse() != null;
        return told
                ? ((AwsServiceException) members)
                        .awsErrorDetails()
                        .sdkHttpResponse()
                        .headers()
                : Map.of();
    }

    boolean isSenders() {
        return status < 500;
    }
}
