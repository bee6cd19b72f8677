package io.mlops.aws;

import java.time.Duration;
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

/** The clients of one account and region. Each is made when it is first asked for, and kept. */
public interface AwsClients {
    /**
     * Names the region.
     *
     * @return as {@code eu-west-1}
     */
    String region();

    /**
     * Says how long to wait between two looks at something that takes its time.
     *
     * @return seconds on an account, less on a local endpoint
     */
    Duration pollInterval();

    /**
     * Gives the client of AWS STS.
     *
     * @return the client
     */
    StsClient sts();

    /**
     * Gives the client of Amazon S3.
     *
     * @return the client
     */
    S3Client s3();

    /**
     * Gives the client of IAM.
     *
     * @return the client
     */
    IamClient iam();

    /**
     * Gives the client of AWS CodePipeline.
     *
     * @return the client
     */
    CodePipelineClient codePipeline();

    /**
     * Gives the client of AWS CodeBuild.
     *
     * @return the client
     */
    CodeBuildClient codeBuild();

    /**
     * Gives the client of Amazon SageMaker.
     *
     * @return the client
     */
    SageMakerClient sageMaker();

    /**
     * Gives the client that invokes endpoints.
     *
     * @return the client
     */
    SageMakerRuntimeClient sageMakerRuntime();

    /**
     * Gives the client of AWS Lambda.
     *
     * @return the client
     */
    LambdaClient lambda();

    /**
     * Gives the client of CloudWatch Logs.
     *
     * @return the client
     */
    CloudWatchLogsClient logs();

    /**
     * Gives the client of the tagging API.
     *
     * @return the client
     */
    ResourceGroupsTaggingApiClient tagging();

    /**
     * Gives the client of Amazon EventBridge.
     *
     * @return the client
     */
    EventBridgeClient events();

    /**
     * Gives the client of Amazon ECR.
     *
     * @return the client
     */
    EcrClient ecr();

    /**
     * Gives the client of Amazon CloudWatch.
     *
     * @return the client
     */
    CloudWatchClient cloudWatch();

    /**
     * Gives the client of Application Auto Scaling.
     *
     * @return the client
     */
    ApplicationAutoScalingClient scaling();
}
