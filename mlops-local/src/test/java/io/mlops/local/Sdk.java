package io.mlops.local;

import io.mlops.local.call.Service;
import io.mlops.local.call.ServiceCatalog;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** Makes unmodified SDK clients of an emulator, for tests. */
public final class Sdk {
    private static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

    private Sdk() {}

    /** Makes a role that may do everything, for tests of something else. */
    public static void makeAdministrator(IamClient iam, String roleName, String trust) {
        iam.createRole(r -> r.roleName(roleName).assumeRolePolicyDocument(trust));
        iam.attachRolePolicy(r -> r.roleName(roleName).policyArn(ADMINISTRATOR));
    }

    /** Every service that is emulated. */
    public static ServiceCatalog catalog() {
        return new ServiceCatalog(LocalServices.all());
    }

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
