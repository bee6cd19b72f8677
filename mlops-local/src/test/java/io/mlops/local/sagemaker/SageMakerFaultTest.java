package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.codebuild.FaultyCloud;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;

/** What becomes of training jobs and endpoints when the emulator itself meets a fault. */
@Timeout(20)
class SageMakerFaultTest {
    private static final String INTERNAL_TRAINING =
            "InternalServerError: We encountered an internal error. Please try again.";
    private static final String INTERNAL_ENDPOINT =
            "Request to service failed. If failure persists after retry, contact customer support.";

    @TempDir
    private Path directory;

    private FaultyCloud cloud;
    private SageMakerClient sagemaker;

    @BeforeEach
    void start() {
        cloud = new FaultyCloud(directory, "echo a line; [ $0 = train ] || exit 1");
        sagemaker = cloud.client(SageMakerClient.class);
        SageMakerWorld.role(cloud.client(IamClient.class));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private DescribeTrainingJobResponse trained() {
        sagemaker.createTrainingJob(SageMakerWorld.request("job")
                .algorithmSpecification(a -> a.trainingImage(FaultyCloud.IMAGE).trainingInputMode("File"))
                .build());
        return SageMakerWorld.await(
                () -> sagemaker.describeTrainingJob(r -> r.trainingJobName("job")),
                job -> job.trainingJobStatus() != TrainingJobStatus.IN_PROGRESS);
    }

    private DescribeEndpointResponse served() {
        sagemaker.createModel(r -> r.modelName("m")
                .executionRoleArn(SageMakerWorld.ROLE)
                .primaryContainer(c -> c.image(FaultyCloud.IMAGE)));
        sagemaker.createEndpointConfig(
                r -> r.endpointConfigName("c").productionVariants(SageMakerWorld.variant("A", "m")));
        sagemaker.createEndpoint(r -> r.endpointName("e").endpointConfigName("c"));
        return SageMakerWorld.await(
                () -> sagemaker.describeEndpoint(r -> r.endpointName("e")),
                found -> found.endpointStatus() != EndpointStatus.CREATING);
    }

    @Test
    void failsATrainingJobWhoseStartThrowsAnError() {
        cloud.breaks("CreateLogStream");

        assertThat(trained().failureReason()).isEqualTo(INTERNAL_TRAINING);
        assertThat(cloud.logged())
                .contains("training job job failed in the emulator", "NoClassDefFoundError: CreateLogStream");
    }

    @Test
    void failsATrainingJobWhoseEndThrowsAnError() {
        cloud.breaks("PutObject");

        assertThat(trained().failureReason()).isEqualTo(INTERNAL_TRAINING);
    }

    @Test
    void saysNothingOfATrainingJobThatTheEndCutsOff() {
        cloud.ends("CreateLogStream");

        assertThat(trained().failureReason()).isEqualTo(INTERNAL_TRAINING);
        assertThat(cloud.logged()).isEmpty();
    }

    @Test
    void failsAnEndpointWhoseStartThrowsAnError() {
        cloud.breaks("CreateLogStream");

        assertThat(served().failureReason()).isEqualTo(INTERNAL_ENDPOINT);
        assertThat(cloud.logged())
                .contains("variant A of endpoint e met a fault", "NoClassDefFoundError: CreateLogStream");
    }

    @Test
    void failsAnEndpointWhoseContainersEndThrowsAnErrorAndDeletesIt() {
        cloud.breaks("PutLogEvents");

        assertThat(served().endpointStatus()).isEqualTo(EndpointStatus.FAILED);
        sagemaker.deleteEndpoint(r -> r.endpointName("e"));

        SageMakerWorld.await(() -> sagemaker.listEndpoints().endpoints().size(), size -> size == 0);
    }

    @Test
    void saysNothingOfAnEndpointThatTheEndCutsOff() {
        cloud.ends("CreateLogStream");

        assertThat(served().failureReason()).isEqualTo(INTERNAL_ENDPOINT);
        assertThat(cloud.logged()).isEmpty();
    }
}
