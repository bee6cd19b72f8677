package io.mlops.deploy;

import io.mlops.deploy.endpoint.EndpointClients;
import io.mlops.deploy.job.ArtifactCredentials;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** The function's SDK clients, made once a process; region, credentials and endpoint come from the default chain. */
final class AwsClients {
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final CodePipelineClient codePipeline =
            CodePipelineClient.builder().httpClient(http).build();
    private final SageMakerClient sageMaker =
            SageMakerClient.builder().httpClient(http).build();

    CodePipelineClient codePipeline() {
        return codePipeline;
    }

    String region() {
        return sageMaker.serviceClientConfiguration().region().id();
    }

    /** The clients with the function's own role; what few invocations need is made when it is asked for. */
    EndpointClients endpoint() {
        return new EndpointClients(
                sageMaker,
                once(() -> CloudWatchClient.builder().httpClient(http).build()),
                once(() -> CloudWatchLogsClient.builder().httpClient(http).build()),
                once(() ->
                        ApplicationAutoScalingClient.builder().httpClient(http).build()),
                once(() -> S3Client.builder().httpClient(http).build()));
    }

    /** Makes a client with a job's own credentials; closing it leaves the shared HTTP client open. */
    S3Client s3(ArtifactCredentials credentials) {
        return S3Client.builder()
                .httpClient(http)
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken())))
                .build();
    }

    private static <T> Supplier<T> once(Supplier<T> maker) {
        return new Supplier<>() {
            private @Nullable T made;

            @Override
            public synchronized T get() {
                T found = made;
                if (found == null) {
                    found = maker.get();
                    made = found;
                }
                return found;
            }
        };
    }
}
