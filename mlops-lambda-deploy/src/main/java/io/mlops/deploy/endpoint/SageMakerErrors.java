package io.mlops.deploy.endpoint;

import java.util.Locale;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/**
 * Tells SageMaker's refusals apart. For models, configs and endpoints it answers {@code ValidationException} to nearly
 * everything, so that only the message says which: {@code Could not find endpoint "arn…".}, {@code Cannot create already
 * existing endpoint "arn…".}, {@code Cannot update in-progress endpoint "arn…".}
 */
final class SageMakerErrors {
    private SageMakerErrors() {}

    static boolean notFound(SageMakerException e) {
        return e instanceof ResourceNotFoundException || says(e, "could not find") || says(e, "does not exist");
    }

    static boolean exists(SageMakerException e) {
        return e instanceof ResourceInUseException || says(e, "already exist");
    }

    static boolean busy(SageMakerException e) {
        return says(e, "in-progress") || says(e, "in progress");
    }

    private static boolean says(SageMakerException e, String part) {
        return e.statusCode() == 400
                && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(part);
    }
}
