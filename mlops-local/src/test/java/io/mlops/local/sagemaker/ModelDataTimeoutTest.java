package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.HeldCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;

/** Endpoints whose model's data is slow to come ({@code ModelDataDownloadTimeoutInSeconds}), in time that the test holds. */
@Timeout(60)
class ModelDataTimeoutTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private SageMakerClient sagemaker;
    private CountDownLatch download;

    @BeforeEach
    void start() throws Exception {
        cloud = new HeldCloud(
                directory.resolve("aws"), Map.of(SageMakerWorld.SERVE_IMAGE, List.of("bash", "-c", "sleep 100")));
        sagemaker = cloud.client(SageMakerClient.class);
        SageMakerWorld.role(cloud.client(IamClient.class));
        Path archive = directory.resolve("model.tar.gz");
        ModelArchive.pack(Files.createDirectory(directory.resolve("model")), archive);
        S3Client s3 = cloud.client(S3Client.class);
        s3.createBucket(r -> r.bucket("data").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        s3.putObject(r -> r.bucket("data").key("model.tar.gz"), RequestBody.fromFile(archive));
        sagemaker.createModel(r -> r.modelName("m")
                .executionRoleArn(SageMakerWorld.ROLE)
                .primaryContainer(c -> c.image(SageMakerWorld.SERVE_IMAGE).modelDataUrl("s3://data/model.tar.gz")));
        sagemaker.createEndpointConfig(r -> r.endpointConfigName("c")
                .productionVariants(SageMakerWorld.variant("A", "m").toBuilder()
                        .modelDataDownloadTimeoutInSeconds(60)
                        .build()));
        download = cloud.hold("GetObject");
        sagemaker.createEndpoint(r -> r.endpointName("e").endpointConfigName("c"));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private DescribeEndpointResponse endpoint() {
        return sagemaker.describeEndpoint(r -> r.endpointName("e"));
    }

    @Test
    void failsWhereTheModelIsLateAndStartsNothingAfterwards() {
        cloud.time().advance(Duration.ofSeconds(59));
        assertThat(endpoint().endpointStatus()).isEqualTo(EndpointStatus.CREATING);
        cloud.time().advance(Duration.ofSeconds(2));

        assertThat(endpoint().endpointStatus()).isEqualTo(EndpointStatus.FAILED);
        assertThat(endpoint().failureReason())
                .isEqualTo("Failed to download model data for production variant A within its"
                        + " ModelDataDownloadTimeoutInSeconds.");
        download.countDown();
        sagemaker.deleteEndpoint(r -> r.endpointName("e"));
        cloud.time().advance(Duration.ofSeconds(1));
        assertThat(sagemaker.listEndpoints().endpoints()).isEmpty();
        assertThat(cloud.processes()).isZero();
    }

    @Test
    void doesNotCountWhatComesAfterTheDownload() {
        download.countDown();
        SageMakerWorld.await(cloud::processes, processes -> processes == 1);

        cloud.time().advance(Duration.ofSeconds(61));

        assertThat(endpoint().endpointStatus()).isEqualTo(EndpointStatus.CREATING);
        assertThat(cloud.processes()).isEqualTo(1);
    }
}
