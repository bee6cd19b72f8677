package io.mlops.local;

import io.mlops.local.autoscaling.LocalAutoScaling;
import io.mlops.local.call.Service;
import io.mlops.local.cloudwatch.LocalCloudWatch;
import io.mlops.local.codebuild.LocalCodeBuild;
import io.mlops.local.codepipeline.LocalCodePipeline;
import io.mlops.local.ecr.LocalEcr;
import io.mlops.local.events.LocalEventBridge;
import io.mlops.local.iam.DefaultPolicies;
import io.mlops.local.iam.LocalIam;
import io.mlops.local.iam.LocalSts;
import io.mlops.local.iam.Resources;
import io.mlops.local.kms.LocalKms;
import io.mlops.local.lambda.Functions;
import io.mlops.local.lambda.LocalLambda;
import io.mlops.local.logs.LocalLogs;
import io.mlops.local.s3.Buckets;
import io.mlops.local.s3.LocalS3;
import io.mlops.local.sagemaker.LocalSageMaker;
import io.mlops.local.sagemaker.LocalSageMakerRuntime;
import io.mlops.local.secrets.LocalSecretsManager;
import io.mlops.local.sns.LocalSns;
import io.mlops.local.sns.Topics;
import io.mlops.local.ssm.LocalSsm;
import io.mlops.local.tagging.LocalTagging;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The table of the emulated services. */
final class LocalServices {
    private LocalServices() {}

    /** What IAM is told of resources, by the service in their ARN. */
    static Resources resources() {
        Map<String, Resources> byService = Map.of(
                "s3", Buckets::resource,
                "lambda", Functions::resource,
                "sns", Topics::resource,
                "kms", DefaultPolicies::key);
        return (call, arn, versionId) -> {
            String[] parts = arn.split(":", 6);
            return parts.length < 6
                    ? Optional.empty()
                    : byService.getOrDefault(parts[2], LocalTagging::resource).find(call, arn, versionId);
        };
    }

    static List<Service<?>> all() {
        return List.of(
                new Service<>(
                        "application-autoscaling",
                        "application-autoscaling",
                        ApplicationAutoScalingClient.class,
                        LocalAutoScaling.class,
                        LocalAutoScaling::new),
                new Service<>(
                        "cloudwatch",
                        "cloudwatch",
                        CloudWatchClient.class,
                        LocalCloudWatch.class,
                        LocalCloudWatch::new),
                new Service<>(
                        "codebuild", "codebuild", CodeBuildClient.class, LocalCodeBuild.class, LocalCodeBuild::new),
                new Service<>(
                        "codepipeline",
                        "codepipeline",
                        CodePipelineClient.class,
                        LocalCodePipeline.class,
                        LocalCodePipeline::new),
                new Service<>("ecr", "ecr", EcrClient.class, LocalEcr.class, LocalEcr::new),
                new Service<>(
                        "events", "events", EventBridgeClient.class, LocalEventBridge.class, LocalEventBridge::new),
                new Service<>("iam", "iam", IamClient.class, LocalIam.class, LocalIam::new),
                new Service<>("kms", "kms", KmsClient.class, LocalKms.class, LocalKms::new),
                new Service<>("lambda", "lambda", LambdaClient.class, LocalLambda.class, LocalLambda::new),
                new Service<>("logs", "logs", CloudWatchLogsClient.class, LocalLogs.class, LocalLogs::new),
                new Service<>(
                        "resourcegroupstaggingapi",
                        "tag",
                        ResourceGroupsTaggingApiClient.class,
                        LocalTagging.class,
                        LocalTagging::new),
                new Service<>(
                        "sagemaker", "sagemaker", SageMakerClient.class, LocalSageMaker.class, LocalSageMaker::new),
                new Service<>(
                        "sagemaker-runtime",
                        "sagemaker",
                        SageMakerRuntimeClient.class,
                        LocalSageMakerRuntime.class,
                        LocalSageMakerRuntime::new),
                new Service<>(
                        "secretsmanager",
                        "secretsmanager",
                        SecretsManagerClient.class,
                        LocalSecretsManager.class,
                        LocalSecretsManager::new),
                new Service<>("ssm", "ssm", SsmClient.class, LocalSsm.class, LocalSsm::new),
                new Service<>("sns", "sns", SnsClient.class, LocalSns.class, LocalSns::new),
                new Service<>("s3", "s3", S3Client.class, LocalS3.class, LocalS3::new),
                new Service<>("sts", "sts", StsClient.class, LocalSts.class, LocalSts::new));
    }
}
