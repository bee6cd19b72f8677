package io.mlops.local;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** Makes unmodified SDK clients of an emulator, for tests. */
public final class Sdk {
    private Sdk() {}

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
