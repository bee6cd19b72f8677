package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** A training job, deaf to SIGTERM, in held time. */
@Timeout(60)
class TrainingTimeTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private SageMakerClient sagemaker;

    @BeforeEach
    void start() {
        String script = "trap '' TERM; echo half > $SAGEMAKER_BASE_DIR/model/model.txt; echo 'auc=1;'; "
                + "while :; do sleep 0.05; done";
        cloud = new HeldCloud(directory, Map.of(SageMakerWorld.TRAIN_IMAGE, List.of("bash", "-c", script)));
        sagemaker = cloud.client(SageMakerClient.class);
        SageMakerWorld.role(cloud.client(IamClient.class));
        cloud.client(S3Client.class)
                .createBucket(r -> r.bucket("data").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        sagemaker.createTrainingJob(SageMakerWorld.request("job")
                .stoppingCondition(s -> s.maxRuntimeInSeconds(86_400))
                .build());
        SageMakerWorld.await(this::job, found -> !found.finalMetricDataList().isEmpty());
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private DescribeTrainingJobResponse job() {
        return sagemaker.describeTrainingJob(r -> r.trainingJobName("job"));
    }

    private DescribeTrainingJobResponse killed() {
        cloud.time().advance(Duration.ofSeconds(110));
        assertThat(job().trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPING);
        cloud.time().advance(Duration.ofSeconds(10));
        return SageMakerWorld.await(this::job, found -> found.trainingJobStatus() == TrainingJobStatus.STOPPED);
    }

    @Test
    void killsItTwoMinutesAfterItWasStoppedAndKeepsTheModel() {
        sagemaker.stopTrainingJob(r -> r.trainingJobName("job"));

        DescribeTrainingJobResponse stopped = killed();

        assertThat(stopped.secondaryStatus()).isEqualTo(SecondaryStatus.STOPPED);
        assertThat(stopped.modelArtifacts().s3ModelArtifacts()).isEqualTo("s3://data/out/job/output/model.tar.gz");
        assertThat(stopped.trainingTimeInSeconds()).isBetween(120, 180);
    }

    @Test
    void stopsItAfterItsLongestRuntime() {
        cloud.time().advance(Duration.ofHours(24));

        assertThat(killed().secondaryStatus()).isEqualTo(SecondaryStatus.MAX_RUNTIME_EXCEEDED);
    }
}
