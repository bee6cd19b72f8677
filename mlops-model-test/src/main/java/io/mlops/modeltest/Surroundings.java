package io.mlops.modeltest;

import io.mlops.modeltest.endpoint.ModelAnswers;
import io.mlops.modeltest.endpoint.Polling;
import io.mlops.modeltest.endpoint.Sleeper;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/**
 * What the commands find around them.
 *
 * @param variables the process's environment
 * @param sageMaker makes the client; the command closes it
 * @param runtime makes the client that asks the model
 * @param polling clock and sleeper
 */
record Surroundings(
        Map<String, String> variables,
        Supplier<SageMakerClient> sageMaker,
        Supplier<SageMakerRuntimeClient> runtime,
        Polling polling) {

    /** Returns the system's own: environment, clock, and clients by the SDK's default chain. */
    static Surroundings system() {
        return new Surroundings(
                System.getenv(),
                () -> SageMakerClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build(),
                () -> ModelAnswers.client(ModelAnswers.READ_TIMEOUT).build(),
                new Polling(Clock.systemUTC(), Sleeper.system()));
    }
}
