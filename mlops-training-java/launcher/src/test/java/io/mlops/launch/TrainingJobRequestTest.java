package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.contract.TrainingSettings;
import io.mlops.contract.Vpc;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.S3DataDistribution;

class TrainingJobRequestTest {
    @Test
    void asksForAllThatTheSettingsSay() {
        CreateTrainingJobRequest request = TrainingJobRequest.of(settings(null), "job", "execution");

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
    void refusesAScriptRatherThanTrainingWithoutIt() {
        TrainingSettings settings = settings(new TrainingSettings.Script("code", "train.py", "s3://bucket/code/"));

        assertThatThrownBy(() -> TrainingJobRequest.of(settings, "job", "execution"))
                .isInstanceOf(LaunchFailedException.class)
                .hasMessageContaining("field script");
    }

    private static TrainingSettings settings(TrainingSettings.@Nullable Script script) {
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
                script,
                new TrainingSettings.Serving(
                        "image:1", Map.of(), List.of("text/csv"), List.of("text/csv"), List.of(), List.of()),
                Map.of());
    }
}
