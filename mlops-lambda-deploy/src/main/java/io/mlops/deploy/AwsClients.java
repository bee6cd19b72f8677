package io.mlops.deploy;

import io.mlops.deploy.job.ArtifactCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
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

    SageMakerClient sageMaker() {
        return sageMaker;
    }

    String region() {
        return sageMaker.serviceClientConfiguration().region().id();
    }

    /** Makes a client with a job's own credentials; closing it leaves the shared HTTP client open. */
    S3Client s3(ArtifactCredentials credentials) {
        return S3Client.builder()
                .httpClient(http)
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken())))
                .build();
    }
}
