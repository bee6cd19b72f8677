package io.mlops.local.call;

import java.util.function.Function;
import software.amazon.awssdk.core.SdkClient;

/**
 * A service of the emulated AWS.
 *
 * @param name botocore's name of the service, as {@code sagemaker-runtime}: the key of its facts
 * @param prefix the prefix of its IAM actions, as {@code sagemaker}
 * @param client the SDK's client interface that it implements
 * @param implementation the class that implements it here
 * @param serving makes the object that serves one call
 * @param <C> the SDK's client interface
 */
public record Service<C extends SdkClient>(
        String name,
        String prefix,
        Class<C> client,
        Class<? extends C> implementation,
        Function<Call, ? extends C> serving) {}
