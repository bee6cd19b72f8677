package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;

/** What becomes of training jobs and endpoints whose container is killed on demand. */
@Timeout(60)
class ContainerKillTest {
    @TempDir
    private Path directory;

    private SageMakerWorld world;
    private SageMakerClient sagemaker;

    @BeforeEach
    void start() {
        world = new SageMakerWorld(directory);
        sagemaker = world.sagemaker;
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void kill(String what) {
        SageMakerWorld.await(() -> world.aws.faults().kill(what), killed -> killed == 1);
    }

    private void serve(String endpoint, String config) {
        sagemaker.createEndpoint(r -> r.endpointName(endpoint).endpointConfigName(config));
    }

    @Test
    void failsATrainingJobAndUploadsNothing() {
        world.train("job-1", "echo half > $SAGEMAKER_BASE_DIR/model/model.txt; sleep 100");
        world.reached("job-1", SecondaryStatus.TRAINING);

        kill("training job job-1");

        DescribeTrainingJobResponse job = world.ended("job-1");
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.failureReason()).startsWith("AlgorithmError: ").endsWith(", exit code: 137");
        assertThat(job.modelArtifacts()).isNull();
        assertThat(world.s3.listObjectsV2(r -> r.bucket("data")).contents()).isEmpty();
        assertThat(world.aws.processes()).isZero();
    }

    @Test
    void leavesATrainingJobOfAnotherNameAlone() {
        world.train("job-1", "sleep 100");
        world.reached("job-1", SecondaryStatus.TRAINING);

        assertThat(world.aws.faults().kill("training job job-2")).isZero();

        assertThat(sagemaker
                        .describeTrainingJob(r -> r.trainingJobName("job-1"))
                        .trainingJobStatus())
                .isEqualTo(TrainingJobStatus.IN_PROGRESS);
    }

    @Test
    void startsAnEndpointsContainerAgain() {
        world.config("one", world.model("m1"), Map.of());
        serve("fraud", "one");
        world.settled("fraud");

        kill("endpoint fraud variant AllTraffic");

        assertThat(sagemaker.describeEndpoint(r -> r.endpointName("fraud")).endpointStatus())
                .isEqualTo(EndpointStatus.IN_SERVICE);
        SageMakerWorld.await(() -> answer("fraud"), answer -> answer.startsWith("m1"));
        assertThat(world.aws.processes()).isEqualTo(1);
    }

    private String answer(String endpoint) {
        try {
            return world.invoke(endpoint, "x");
        } catch (RuntimeException e) {
            return "";
        }
    }

    @Test
    void failsAnEndpointThatIsBeingCreated() {
        world.script("sleep 100");
        sagemaker.createModel(r -> r.modelName("silent")
                .executionRoleArn(SageMakerWorld.ROLE)
                .primaryContainer(c -> c.image(SageMakerWorld.TRAIN_IMAGE)));
        sagemaker.createEndpointConfig(
                r -> r.endpointConfigName("silent").productionVariants(SageMakerWorld.variant("A", "silent")));
        serve("fraud", "silent");

        kill("endpoint fraud");

        DescribeEndpointResponse endpoint = world.settled("fraud");
        assertThat(endpoint.endpointStatus()).isEqualTo(EndpointStatus.FAILED);
        assertThat(endpoint.failureReason()).contains("variant A did not pass the ping health check");
        assertThat(world.aws.processes()).isZero();
    }
}
