package io.mlops.deploy.endpoint;

import java.util.function.Supplier;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * The clients of a deployment, with the function's own role. Those that few invocations need are made when they are asked
 * for: a client costs some 30 ms of a cold start.
 *
 * @param sageMaker SageMaker
 * @param cloudWatch for rollback alarms
 * @param logs for the endpoint's last log lines
 * @param autoScaling for variants that scale
 * @param s3 for the model data's ETag, where the test noted one
 */
public record EndpointClients(
        SageMakerClient sageMaker,
        Supplier<CloudWatchClient> cloudWatch,
        Supplier<CloudWatchLogsClient> logs,
        Supplier<ApplicationAutoScalingClient> autoScaling,
        Supplier<S3Client> s3) {}
