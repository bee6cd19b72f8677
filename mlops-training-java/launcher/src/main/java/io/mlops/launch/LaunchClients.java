package io.mlops.launch;

import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * The clients of AWS. All but SageMaker's are made when they are first needed, so that the training job starts without
 * waiting for them.
 *
 * @param sageMaker SageMaker
 * @param logs CloudWatch Logs: the training job's lines
 * @param s3 S3: the script, what the training wrote beside its model, the channels' versions
 * @param ecr ECR: the image's digest
 */
public record LaunchClients(
        SageMakerClient sageMaker,
        Supplier<CloudWatchLogsClient> logs,
        Supplier<S3Client> s3,
        Supplier<EcrClient> ecr) {}
