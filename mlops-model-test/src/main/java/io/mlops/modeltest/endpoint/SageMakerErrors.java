package io.mlops.modeltest.endpoint;

import java.util.Locale;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** Tells SageMaker's refusals apart: nearly all are a {@code ValidationException}, so the message must say which. */
final class SageMakerErrors {
    private SageMakerErrors() {}

    static boolean notFound(RuntimeException e) {
        return e instanceof SageMakerException refusal
                && (refusal instanceof ResourceNotFoundException
                        || says(refusal, "could not find")
                        || says(refusal, "does not exist"));
    }

    static boolean exists(SageMakerException e) {
        return e instanceof ResourceInUseException || says(e, "already exist");
    }

    private static boolean says(SageMakerException e, String part) {
        return e.statusCode() == 400
                && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(part);
    }
}
