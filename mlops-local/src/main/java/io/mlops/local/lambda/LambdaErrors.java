package io.mlops.local.lambda;

import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Lambda's refusals. */
final class LambdaErrors {
    static final String ROLE_NOT_ASSUMABLE = "The role defined for the function cannot be assumed by Lambda.";

    private LambdaErrors() {}

    static InvalidParameterValueException invalid(String message) {
        return InvalidParameterValueException.builder().message(message).build();
    }

    /** Refuses what AWS accepts and this does not honour. */
    static InvalidParameterValueException unsupported(String what) {
        return invalid("mlops-local does not support " + what + ", see docs/local/supported.md");
    }

    static PreconditionFailedException stale(String operation) {
        return PreconditionFailedException.builder()
                .message("The Revision Id provided does not match the latest Revision Id. Call the " + operation
                        + " API to retrieve the latest Revision Id")
                .build();
    }

    static ResourceNotFoundException notFound(String message) {
        return ResourceNotFoundException.builder().message(message).build();
    }

    static ResourceConflictException conflict(String message) {
        return ResourceConflictException.builder().message(message).build();
    }
}
