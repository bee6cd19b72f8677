package io.mlops.aws;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * An account and region, or a local endpoint that stands for one. Throttled calls are repeated by the SDK's standard
 * strategy, at most {@value #ATTEMPTS} times in all. Closing it closes the clients.
 */
public final class Aws implements AwsClients, AutoCloseable {
    private static final int ATTEMPTS = 6;
    private static final Duration ACCOUNT_POLL = Duration.ofSeconds(5);
    private static final Duration LOCAL_POLL = Duration.ofMillis(300);

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final SdkHttpClient http;
    private final Map<Class<?>, SdkClient> clients = new ConcurrentHashMap<>();

    private Aws(Region region, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        this.region = region;
        this.credentials = credentials;
        this.endpoint = endpoint;
        UrlConnectionHttpClient.Builder builder = UrlConnectionHttpClient.builder();
        if (endpoint.isPresent()) {
            builder.proxyConfiguration(ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariablesValues(false)
                    .build());
        }
        this.http = builder.build();
    }

    /**
     * Stands for an account, with the SDK's default chain of credentials.
     *
     * @param region as {@code eu-west-1}
     * @return the account's clients
     */
    public static Aws account(String region) {
        return account(region, DefaultCredentialsProvider.builder().build());
    }

    /**
     * Stands for an account, with the given credentials.
     *
     * @param region as {@code eu-west-1}
     * @param credentials where the credentials come from
     * @return the account's clients
     */
    public static Aws account(String region, AwsCredentialsProvider credentials) {
        return new Aws(Region.of(region), credentials, Optional.empty());
    }

    /**
     * Stands for a local endpoint. The user's AWS variables, profiles, files and proxies are ignored: every call goes to
     * this endpoint, with these credentials.
     *
     * @param endpoint as {@code http://127.0.0.1:4566}
     * @param region as {@code eu-west-1}
     * @param accessKeyId the access key's id
     * @param secretAccessKey the access key's secret
     * @return the endpoint's clients
     */
    public static Aws at(URI endpoint, String region, String accessKeyId, String secretAccessKey) {
        return new Aws(
                Region.of(region),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)),
                Optional.of(endpoint));
    }

    @Override
    public String region() {
        return region.id();
    }

    @Override
    public Duration pollInterval() {
        return endpoint.isPresent() ? LOCAL_POLL : ACCOUNT_POLL;
    }

    @Override
    public StsClient sts() {
        return client(StsClient.class, StsClient::builder);
    }

    @Override
    public S3Client s3() {
        return client(
                S3Client.class,
                () -> endpoint.isEmpty()
                        ? S3Client.builder()
                        : S3Client.builder()
                                .forcePathStyle(true)
                                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                                .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED));
    }

    @Override
    public IamClient iam() {
        return client(IamClient.class, IamClient::builder);
    }

    @Override
    public CodePipelineClient codePipeline() {
        return client(CodePipelineClient.class, CodePipelineClient::builder);
    }

    @Override
    public CodeBuildClient codeBuild() {
        return client(CodeBuildClient.class, CodeBuildClient::builder);
    }

    @Override
    public SageMakerClient sageMaker() {
        return client(SageMakerClient.class, SageMakerClient::builder);
    }

    @Override
    public SageMakerRuntimeClient sageMakerRuntime() {
        return client(SageMakerRuntimeClient.class, SageMakerRuntimeClient::builder);
    }

    @Override
    public LambdaClient lambda() {
        return client(LambdaClient.class, LambdaClient::builder);
    }

    @Override
    public CloudWatchLogsClient logs() {
        return client(CloudWatchLogsClient.class, CloudWatchLogsClient::builder);
    }

    @Override
    public ResourceGroupsTaggingApiClient tagging() {
        return client(ResourceGroupsTaggingApiClient.class, ResourceGroupsTaggingApiClient::builder);
    }

    @Override
    public EventBridgeClient events() {
        return client(EventBridgeClient.class, EventBridgeClient::builder);
    }

    @Override
    public EcrClient ecr() {
        return client(EcrClient.class, EcrClient::builder);
    }

    @Override
    public CloudWatchClient cloudWatch() {
        return client(CloudWatchClient.class, CloudWatchClient::builder);
    }

    @Override
    public ApplicationAutoScalingClient scaling() {
        return client(ApplicationAutoScalingClient.class, ApplicationAutoScalingClient::builder);
    }

    /** Closes the clients that were made. */
    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
        http.close();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkClient> C client(
            Class<C> type, Supplier<B> builder) {
        return type.cast(clients.computeIfAbsent(type, any -> configured(builder.get())));
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkClient> C configured(
            B builder) {
        ClientOverrideConfiguration.Builder override = ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .build());
        builder.region(region).credentialsProvider(credentials).httpClient(http);
        endpoint.ifPresent(uri -> {
            override.defaultProfileFile(emptyProfile()).defaultProfileName("default");
            builder.endpointOverride(uri);
            builder.defaultsMode(DefaultsMode.STANDARD);
            builder.fipsEnabled(false);
            builder.dualstackEnabled(false);
        });
        return builder.overrideConfiguration(override.build()).build();
    }

    private static ProfileFile emptyProfile() {
        return ProfileFile.builder()
                .content(new ByteArrayInputStream(new byte[0]))
                .type(ProfileFile.Type.CONFIGURATION)
                .build();
    }
}
