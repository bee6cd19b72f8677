package io.mlops.local;

import java.lang.reflect.InvocationTargetException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;

/** Makes unmodified SDK clients of an emulator. */
final class SdkClients {
    private SdkClients() {}

    static <C extends SdkClient> C make(LocalAws aws, Class<C> type) {
        AwsClientBuilder<?, ?> builder = builder(type);
        builder.endpointOverride(aws.endpoint());
        builder.region(Region.of(aws.region()));
        builder.credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(aws.accessKeyId(), aws.secretAccessKey())));
        return type.cast(builder.build());
    }

    private static AwsClientBuilder<?, ?> builder(Class<?> type) {
        try {
            return (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException(type.getName() + " has no builder", e);
        }
    }
}
