package io.mlops.modeltest.endpoint;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** Asks the model behind an endpoint. */
public final class ModelAnswers {
    private final SageMakerRuntimeClient runtime;
    private final String endpointName;

    /**
     * Makes the asker.
     *
     * @param runtime SageMaker Runtime
     * @param endpointName the endpoint
     */
    public ModelAnswers(SageMakerRuntimeClient runtime, String endpointName) {
        this.runtime = runtime;
        this.endpointName = endpointName;
    }

    /** Says that the model itself answered with an error: a fault of the model, not of the test. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Asks once; the answer is wanted in the request's own content type.
     *
     * @param contentType {@code text/csv} or {@code application/json}
     * @param body the request, at most 6 MiB ({@code InvokeEndpoint})
     * @return the answer's body
     * @throws RefusedException if the model answered with an error or not in time
     * @throws software.amazon.awssdk.core.exception.SdkException if the endpoint could not be asked
     */
    public String ask(String contentType, String body) {
        try {
            return runtime.invokeEndpoint(invoke -> invoke.endpointName(endpointName)
                            .contentType(contentType)
                            .accept(contentType)
                            .body(SdkBytes.fromUtf8String(body)))
                    .body()
                    .asUtf8String();
        } catch (ModelErrorException e) {
            throw new RefusedException(
                    "the model answered " + e.originalStatusCode() + ": " + shortened(e.originalMessage()));
        }
    }

    private static String shortened(String message) {
        String text = String.valueOf(message).replaceAll("\\s+", " ").strip();
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
