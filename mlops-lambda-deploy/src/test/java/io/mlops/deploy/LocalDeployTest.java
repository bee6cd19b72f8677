package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.DeploySettings.CapacitySize;
import io.mlops.contract.DeploySettings.ConfigAlarm;
import io.mlops.contract.DeploySettings.DataCapture;
import io.mlops.contract.DeploySettings.Deployment;
import io.mlops.contract.DeploySettings.Scaling;
import io.mlops.contract.DeploySettings.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** Deployments against the emulator, whose endpoints really serve. */
@Timeout(120)
class LocalDeployTest {
    private static final Deployment CANARY = new Deployment(
            Strategy.CANARY,
            new CapacitySize("CAPACITY_PERCENT", 50),
            300,
            0,
            1800,
            List.of(),
            List.of(new ConfigAlarm("Invocation5XXErrors", "Sum", 0, 60, 1)));

    @TempDir
    private Path directory;

    private LocalWorld world;

    @BeforeEach
    void start() {
        world = new LocalWorld(directory);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void createsUpdatesAndRollsBackToAnOlderPackage() {
        int first = world.register("one");
        int second = world.register("two");

        deploy(first, Settings.of(1));
        assertThat(serves()).isEqualTo("one");
        String older = world.endpoint().endpointConfigName();
        deploy(second, Settings.of(1));
        assertThat(serves()).isEqualTo("two");
        assertThat(world.outputs()).containsEntry("PreviousModelPackageArn", Pipeline.arn(first));
        deploy(first, Settings.of(1));

        assertThat(serves()).isEqualTo("one");
        assertThat(world.endpoint().endpointConfigName()).isEqualTo(older);
        assertThat(world.outputs()).containsEntry("PreviousModelPackageArn", Pipeline.arn(second));
        assertThat(world.codePipeline.failures).isEmpty();
    }

    @Test
    void rollsACanaryBackThatAnswers500() {
        deploy(world.register("good"), Settings.of(2));
        String before = world.endpoint().endpointConfigName();
        world.release(world.register("bad"), settings(2, CANARY));
        world.invoke();
        LocalWorld.await(
                () -> world.endpoint(),
                found -> found.pendingDeploymentSummary() != null
                        && found.pendingDeploymentSummary().toString().contains("Baking"));

        int errors = errors(200);
        assertThat(errors).isBetween(50, 150);
        LocalWorld.await(
                () -> {
                    world.time.advance(Duration.ofSeconds(30));
                    return world.endpoint();
                },
                found -> found.endpointStatus() == EndpointStatus.IN_SERVICE);
        world.goOn();

        assertThat(world.endpoint().endpointConfigName()).isEqualTo(before);
        assertThat(errors(50)).isZero();
        assertThat(world.failure())
                .contains("the update was rolled back")
                .contains("Invocation5XXErrors")
                .contains("serving bad");
        System.out.println(
                "rolled back; " + errors + " of 200 requests failed during the canary; message: " + world.failure());
    }

    @Test
    void finishesACanaryThatIsWellAndDeletesTheOldConfigWithItsAlarms() {
        DeploySettings settings = kept(0, settings(2, CANARY));
        deploy(world.register("one"), settings);
        for (String text : List.of("two", "three")) {
            world.release(world.register(text), settings);
            world.invoke();
            LocalWorld.await(
                    () -> {
                        world.time.advance(Duration.ofSeconds(60));
                        return world.endpoint();
                    },
                    found -> found.endpointStatus() == EndpointStatus.IN_SERVICE);
            world.goOn();
            assertThat(world.codePipeline.failures).isEmpty();
        }

        assertThat(serves()).isEqualTo("three");
        assertThat(world.sageMaker.listEndpointConfigs(r -> {}).endpointConfigs())
                .hasSize(1);
        assertThat(world.sageMaker.listModels(r -> {}).models()).hasSize(1);
        assertThat(world.cloudWatch.describeAlarms(r -> {}).metricAlarms()).hasSize(1);
    }

    @Test
    void keepsInstancesDataCaptureTagsAndScalingOfTheLiveEndpoint() {
        DataCapture capture =
                new DataCapture(100, "s3://artifacts/captured", List.of("Input"), List.of("text/csv"), List.of(), null);
        Scaling scaling = new Scaling(1, 4, 70, 300, 60);
        int first = world.register("one");
        deploy(first, Settings.with(Settings.variant("AllTraffic", "ml.m5.large", 1, scaling), capture, null));
        String arn = world.endpoint().endpointArn();
        world.sageMaker.addTags(r -> r.resourceArn(arn)
                .tags(Tag.builder().key("cost-center").value("42").build()));
        world.sageMaker.updateEndpointWeightsAndCapacities(r -> r.endpointName(Pipeline.ENDPOINT)
                .desiredWeightsAndCapacities(DesiredWeightAndCapacity.builder()
                        .variantName("AllTraffic")
                        .desiredInstanceCount(3)
                        .build()));
        LocalWorld.await(
                () -> {
                    world.time.advance(Duration.ofSeconds(10));
                    return world.endpoint();
                },
                found -> found.endpointStatus() == EndpointStatus.IN_SERVICE);

        deploy(world.register("two"), Settings.of(1));

        assertThat(world.endpoint().productionVariants().get(0).desiredInstanceCount())
                .isEqualTo(3);
        assertThat(world.endpoint().dataCaptureConfig().destinationS3Uri()).isEqualTo("s3://artifacts/captured");
        assertThat(world.sageMaker.listTags(r -> r.resourceArn(arn)).tags())
                .extracting(Tag::key)
                .contains("cost-center");
        assertThat(world.autoScaling
                        .describeScalableTargets(r -> r.serviceNamespace("sagemaker"))
                        .scalableTargets())
                .hasSize(1);
        assertThat(world.summary())
                .contains("kept: AllTraffic 3 instances")
                .contains("data capture to s3://artifacts/captured");
    }

    @Test
    void replacesAFailedEndpoint() {
        world.release(world.register("broken"), Settings.of(1));
        world.deploy();
        assertThat(world.failure()).contains("is Failed").contains("the model cannot be read");

        deploy(world.register("one"), Settings.of(1));

        assertThat(serves()).isEqualTo("one");
    }

    @Test
    void reportsAnEndpointThatSomebodyDeletedMeanwhile() {
        world.release(world.register("one"), Settings.of(1));
        world.invoke();
        world.await(EndpointStatus.IN_SERVICE);
        world.sageMaker.deleteEndpoint(r -> r.endpointName(Pipeline.ENDPOINT));
        LocalWorld.await(
                () -> world.sageMaker.listEndpoints(r -> {}),
                found -> found.endpoints().isEmpty());

        world.goOn();

        assertThat(world.failure()).contains("was deleted while it was deployed to");
    }

    @Test
    void waitsForSomebodyElsesUpdate() {
        deploy(world.register("one"), Settings.of(2));
        String config = world.endpoint().endpointConfigName();
        world.release(world.register("theirs"), settings(2, CANARY));
        world.invoke();
        assertThat(world.endpoint().endpointStatus()).isEqualTo(EndpointStatus.UPDATING);

        world.release(world.register("ours"), Settings.of(2));
        world.invoke();
        assertThat(world.summary()).contains("is Updating");
        assertThat(world.endpoint().endpointConfigName()).isEqualTo(config);
        LocalWorld.await(
                () -> {
                    world.time.advance(Duration.ofSeconds(60));
                    return world.endpoint();
                },
                found -> found.endpointStatus() == EndpointStatus.IN_SERVICE);
        world.goOn();
        world.await(EndpointStatus.IN_SERVICE);
        world.goOn();

        assertThat(serves()).isEqualTo("ours");
    }

    @Test
    void deploysAPendingPackageWhereThatIsAllowed() {
        int pending = world.register("pending", ModelApprovalStatus.PENDING_MANUAL_APPROVAL);
        world.release(pending, Settings.of(1));
        world.deploy();
        assertThat(world.failure()).contains("PendingManualApproval");

        deploy(pending, Settings.with(null, false, null, true, 3));

        assertThat(serves()).isEqualTo("pending");
    }

    @Test
    void refusesAPackageThatIsRejectedOrGone() {
        world.release(world.register("rejected", ModelApprovalStatus.REJECTED), Settings.of(1));
        world.deploy();
        assertThat(world.failure()).contains("Rejected");

        world.release(99, Settings.of(1));
        world.deploy();
        assertThat(world.failure()).contains("is gone");
    }

    private void deploy(int version, DeploySettings settings) {
        world.release(version, settings);
        world.deploy();
        assertThat(world.codePipeline
                        .successes
                        .get(world.codePipeline.successes.size() - 1)
                        .outputVariables())
                .as(() -> world.codePipeline.failures.toString())
                .containsEntry("ModelPackageArn", Pipeline.arn(version));
    }

    private static DeploySettings settings(int instances, Deployment deployment) {
        return Settings.with(Settings.variant("AllTraffic", "ml.m5.large", instances, null), null, deployment);
    }

    private static DeploySettings kept(int kept, DeploySettings base) {
        return new DeploySettings(
                base.schema(),
                base.pipeline(),
                base.stage(),
                base.endpointName(),
                base.roleArn(),
                base.variants(),
                base.dataCapture(),
                base.deployment(),
                base.vpc(),
                base.networkIsolation(),
                base.volumeKmsKeyId(),
                base.pendingAllowed(),
                kept,
                base.deadlineInMinutes(),
                base.tags());
    }

    private int errors(int requests) {
        int errors = 0;
        for (int i = 0; i < requests; i++) {
            try {
                serves();
            } catch (ModelErrorException e) {
                errors++;
            }
        }
        return errors;
    }

    private String serves() {
        return world.aws
                .client(SageMakerRuntimeClient.class)
                .invokeEndpoint(r -> r.endpointName(Pipeline.ENDPOINT)
                        .contentType("text/csv")
                        .body(SdkBytes.fromUtf8String("1,2")))
                .body()
                .asUtf8String();
    }
}
