package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.TrainingSettings;
import io.mlops.contract.Vpc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.S3DataDistribution;

class TrainingJobRequestTest {
    @Test
    void asksForAllThatTheSettingsSay() {
        CreateTrainingJobRequest request =
                TrainingJobRequest.of(settings(), "job", "execution", new JobAdditions(Map.of(), List.of(), Map.of()));

        assertThat(request.enableManagedSpotTraining()).isTrue();
        assertThat(request.stoppingCondition().maxRuntimeInSeconds()).isEqualTo(3600);
        assertThat(request.stoppingCondition().maxWaitTimeInSeconds()).isEqualTo(7200);
        assertThat(request.checkpointConfig().s3Uri()).isEqualTo("s3://bucket/checkpoints/");
        assertThat(request.checkpointConfig().localPath()).isEqualTo("/opt/ml/checkpoints");
        assertThat(request.vpcConfig().subnets()).containsExactly("subnet-1");
        assertThat(request.vpcConfig().securityGroupIds()).containsExactly("sg-1");
        assertThat(request.enableNetworkIsolation()).isTrue();
        assertThat(request.enableInterContainerTrafficEncryption()).isTrue();
        assertThat(request.resourceConfig().volumeKmsKeyId()).isEqualTo("alias/volumes");
        assertThat(request.outputDataConfig().kmsKeyId()).isEqualTo("alias/models");
        assertThat(request.environment()).containsEntry("LOG_LEVEL", "info");
        assertThat(request.inputDataConfig().get(0).dataSource().s3DataSource().s3DataDistributionType())
                .isEqualTo(S3DataDistribution.SHARDED_BY_S3_KEY);
    }

    @Test
    void addsWhatTheRunBrings() {
        JobAdditions additions = new JobAdditions(
                Map.of("sagemaker_program", "\"train.py\""),
                List.of(new TrainingSettings.Channel(
                        "code", "s3://bucket/code/", "application/gzip", "File", "FullyReplicated")),
                Map.of("MLOPS_IMAGE_DIGEST", "sha256:0", "LOG_LEVEL", "other"));

        CreateTrainingJobRequest request = TrainingJobRequest.of(settings(), "job", "execution", additions);

        assertThat(request.hyperParameters()).isEqualTo(additions.hyperParameters());
        assertThat(request.inputDataConfig()).extracting(Channel::channelName).containsExactly("training", "code");
        assertThat(request.environment()).isEqualTo(Map.of("MLOPS_IMAGE_DIGEST", "sha256:0", "LOG_LEVEL", "info"));
    }

    private static TrainingSettings settings() {
        return new TrainingSettings(
                TrainingSettings.SCHEMA,
                "fraud",
                "fraud-models",
                "fraud",
                "image:1",
                "arn:aws:iam::123456789012:role/training",
                "ml.m5.large",
                2,
                30,
                3600,
                Map.of(),
                List.of(new TrainingSettings.Channel(
                        "training", "s3://bucket/data/", "text/csv", "FastFile", "ShardedByS3Key")),
                "s3://bucket/models/",
                List.of(),
                Map.of("LOG_LEVEL", "info"),
                new TrainingSettings.Spot(7200),
                new TrainingSettings.Checkpoint("s3://bucket/checkpoints/", "/opt/ml/checkpoints"),
                new Vpc(List.of("subnet-1"), List.of("sg-1")),
                true,
                true,
                "alias/volumes",
                "alias/models",
                null,
                new TrainingSettings.Serving(
                        "image:1", Map.of(), List.of("text/csv"), List.of("text/csv"), List.of(), List.of()),
                Map.of());
    }
}
