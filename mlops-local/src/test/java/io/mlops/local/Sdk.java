package io.mlops.local;

import io.mlops.local.call.Service;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** Makes unmodified SDK clients of an emulator, for tests. */
public final class Sdk {
    private Sdk() {}

    /** The SDK's client interfaces, by botocore's names of the services that are emulated. */
    public static Map<String, Class<?>> interfaces() {
        return LocalServices.all().stream().collect(Collectors.toMap(Service::name, Service::client));
    }

    public static <
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
                    C>
            C client(LocalAws aws, B builder) {
        return client(aws, builder, AwsBasicCredentials.create(aws.accessKeyId(), aws.secretAccessKey()));
    }

    public static <
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
                    C>
            C client(LocalAws aws, B builder, AwsCredentials credentials) {
        return builder.endpointOverride(aws.endpoint())
                .region(Region.of(aws.region()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
