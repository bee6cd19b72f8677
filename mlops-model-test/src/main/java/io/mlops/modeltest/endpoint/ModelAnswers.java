package io.mlops.modeltest.endpoint;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClientBuilder;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** Asks the model behind an endpoint. */
public final class ModelAnswers {
    /** Beyond the 60 s that {@code InvokeEndpoint} gives a model, so that SageMaker is the one who says so. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(70);

    private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

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

    /**
     * Prepares a client that waits for a slow model, and does not ask again what was not answered in time.
     *
     * @param readTimeout for how long an answer may not come; {@link #READ_TIMEOUT} but in tests
     * @return the client's builder
     */
    public static SageMakerRuntimeClientBuilder client(Duration readTimeout) {
        return SageMakerRuntimeClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(readTimeout))
                .overrideConfiguration(configuration ->
                        configuration.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                                .useClientDefaults(false)
                                .retryOnException(ModelAnswers::mayPass)
                                .treatAsThrottling(e ->
                                        e instanceof SdkException refusal && RetryUtils.isThrottlingException(refusal))
                                .build()));
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
        } catch (SdkClientException e) {
            if (timedOut(e)) {
                throw new RefusedException("the model did not answer in time");
            }
            throw e;
        }
    }

    /** What the SDK's standard mode tries again, without read timeouts: the model would only get more to do. */
    private static boolean mayPass(Throwable failure) {
        if (failure instanceof SdkServiceException refusal) {
            return refusal.isThrottlingException() || PASSING.contains(refusal.statusCode());
        }
        return failure instanceof SdkException
                && causedBy(failure, IOException.class).isPresent()
                && !timedOut(failure);
    }

    /** Java has one exception for both timeouts; a connection that was not made says nothing about the model. */
    private static boolean timedOut(Throwable failure) {
        return causedBy(failure, SocketTimeoutException.class)
                .map(timeout -> String.valueOf(timeout.getMessage()))
                .filter(message -> !message.toLowerCase(Locale.ROOT).contains("connect"))
                .isPresent();
    }

    private static <T extends Throwable> Optional<T> causedBy(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static String shortened(String message) {
        String text = String.valueOf(message).replaceAll("\\s+", " ").strip();
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
