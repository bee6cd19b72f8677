package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.local.Eventually;
import io.mlops.local.SeenEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;

/** What EventBridge is told (SageMaker developer guide, "Events that Amazon SageMaker AI sends to Amazon EventBridge"). */
@Timeout(60)
class SageMakerEventTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:";

    @TempDir
    private Path directory;

    private SageMakerWorld world;
    private SageMakerClient sagemaker;
    private SeenEvents events;

    @BeforeEach
    void start() {
        world = new SageMakerWorld(directory);
        sagemaker = world.sagemaker;
        events = new SeenEvents(world.aws, "aws.sagemaker");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** The details of all events of a kind and a resource, which are waited for. */
    private List<JsonNode> details(String kind, String resource, int count) {
        Eventually.holds(() -> assertThat(details(kind, resource)).hasSize(count));
        return details(kind, resource);
    }

    private List<JsonNode> details(String kind, String resource) {
        return events.all().stream()
                .filter(event -> event.path("detail-type").asText().equals("SageMaker " + kind + " State Change"))
                .filter(event -> event.path("resources").path(0).asText().equals(ARN + resource))
                .map(event -> event.path("detail"))
                .toList();
    }

    private static JsonNode only(List<JsonNode> details, String member, String value) {
        List<JsonNode> found = details.stream()
                .filter(detail -> detail.path(member).asText().equals(value))
                .toList();
        assertThat(found).as(member + " " + value).hasSize(1);
        return found.get(0);
    }

    @Test
    void tellsOfEachStepOfATrainingJob() {
        world.train(
                SageMakerWorld.request("Job-1")
                        .hyperParameters(Map.of("ntrees", "10"))
                        .build(),
                "exit 0");
        world.ended("Job-1");

        List<JsonNode> details = details("Training Job", "training-job/job-1", 5);

        assertThat(details)
                .extracting(detail -> detail.path("SecondaryStatus").asText())
                .containsExactlyInAnyOrder("Starting", "Downloading", "Training", "Uploading", "Completed");
        JsonNode ended = only(details, "SecondaryStatus", "Completed");
        assertThat(ended.path("TrainingJobName").asText()).isEqualTo("Job-1");
        assertThat(ended.path("TrainingJobArn").asText()).isEqualTo(ARN + "training-job/job-1");
        assertThat(ended.path("TrainingJobStatus").asText()).isEqualTo("Completed");
        assertThat(ended.path("HyperParameters")).hasToString("{\"ntrees\":\"10\"}");
        assertThat(ended.path("ModelArtifacts").path("S3ModelArtifacts").asText())
                .isEqualTo("s3://data/out/Job-1/output/model.tar.gz");
        assertThat(ended.path("CreationTime").asLong()).isPositive();
        assertThat(ended.path("TrainingEndTime").asLong())
                .isGreaterThanOrEqualTo(ended.path("TrainingStartTime").asLong());
        assertThat(ended.path("SecondaryStatusTransitions"))
                .hasSize(5)
                .last()
                .satisfies(last -> assertThat(last.path("EndTime").isNumber()).isTrue());
        assertThat(ended.has("FailureReason")).isFalse();
    }

    @Test
    void tellsWhyATrainingJobFailed() {
        world.train("job-2", "echo no data > $SAGEMAKER_BASE_DIR/output/failure; exit 1");
        world.ended("job-2");

        JsonNode failed = only(details("Training Job", "training-job/job-2", 4), "TrainingJobStatus", "Failed");

        assertThat(failed.path("FailureReason").asText()).startsWith("AlgorithmError: no data");
        assertThat(failed.path("TrainingEndTime").isNumber()).isTrue();
    }

    @Test
    void tellsOfAnEndpointsWay() {
        world.config("one", world.model("m1"), Map.of());
        sagemaker.createEndpoint(r -> r.endpointName("fraud").endpointConfigName("one"));
        world.settled("fraud");
        sagemaker.updateEndpoint(r -> r.endpointName("fraud").endpointConfigName("one"));
        world.settled("fraud");
        sagemaker.deleteEndpoint(r -> r.endpointName("fraud"));

        List<JsonNode> details = details("Endpoint", "endpoint/fraud", 5);

        assertThat(details)
                .extracting(detail -> detail.path("EndpointStatus").asText())
                .containsExactlyInAnyOrder("CREATING", "IN_SERVICE", "UPDATING", "IN_SERVICE", "DELETING");
        JsonNode deleted = only(details, "EndpointStatus", "DELETING");
        assertThat(deleted.path("EndpointName").asText()).isEqualTo("fraud");
        assertThat(deleted.path("EndpointConfigName").asText()).isEqualTo("one");
        assertThat(deleted.path("ProductionVariants")
                        .path(0)
                        .path("VariantName")
                        .asText())
                .isEqualTo("AllTraffic");
        assertThat(deleted.path("LastModifiedTime").asLong())
                .isGreaterThanOrEqualTo(deleted.path("CreationTime").asLong());
    }

    @Test
    void tellsThatAModelPackageWasMadeAndApproved() {
        sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("Fraud"));
        String arn = sagemaker
                .createModelPackage(r -> r.modelPackageGroupName("Fraud").modelPackageDescription("cards"))
                .modelPackageArn();
        sagemaker.updateModelPackage(r -> r.modelPackageArn(arn).modelApprovalStatus(ModelApprovalStatus.APPROVED));

        List<JsonNode> details = details("Model Package", "model-package/fraud/1", 2);

        only(details, "ModelApprovalStatus", "PendingManualApproval");
        JsonNode approved = only(details, "ModelApprovalStatus", "Approved");
        assertThat(approved.path("ModelPackageGroupName").asText()).isEqualTo("Fraud");
        assertThat(approved.path("ModelPackageVersion").asInt()).isEqualTo(1);
        assertThat(approved.path("ModelPackageArn").asText()).isEqualTo(arn);
        assertThat(approved.path("ModelPackageStatus").asText()).isEqualTo("Completed");
        assertThat(approved.path("ModelPackageDescription").asText()).isEqualTo("cards");
    }
}
