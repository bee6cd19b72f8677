package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;

@Timeout(60)
class EndpointTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:";

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

    private void serve(String endpoint, String config) {
        sagemaker.createEndpoint(r -> r.endpointName(endpoint).endpointConfigName(config));
    }

    private void awaitGone(String endpoint) {
        SageMakerWorld.await(
                () -> sagemaker.listEndpoints(r -> r.nameContains(endpoint)).endpoints(), java.util.List::isEmpty);
    }

    @Test
    void servesAModelAndLeavesConfigAndModelWhenItIsDeleted() {
        world.config("one", world.model("m1"), Map.of("COLOUR", "blue"));
        serve("fraud", "one");
        assertThatThrownBy(() -> sagemaker.deleteEndpoint(r -> r.endpointName("fraud")))
                .hasMessageContaining("Cannot update in-progress endpoint \"" + ARN + "endpoint/fraud\".");

        DescribeEndpointResponse endpoint = world.settled("fraud");

        assertThat(endpoint.endpointStatus()).as(endpoint.failureReason()).isEqualTo(EndpointStatus.IN_SERVICE);
        assertThat(endpoint.productionVariants().get(0).currentWeight()).isEqualTo(1f);
        assertThat(world.invoke("fraud", "1,2")).isEqualTo("m1 text/csv text/csv 1,2");
        assertThat(world.invoke("fraud", "env COLOUR")).isEqualTo("blue");
        assertThat(world.invoke("fraud", "env AWS_ACCESS_KEY_ID")).startsWith("ASIA");
        assertThat(world.invoke("fraud", "env SAGEMAKER_SAFE_PORT_RANGE")).matches("(\\d+)-\\1");
        SageMakerWorld.await(
                () -> world.log("/aws/sagemaker/Endpoints/fraud", "AllTraffic/i-"),
                lines -> lines.contains("serving serve model.txt"));

        sagemaker.deleteEndpoint(r -> r.endpointName("fraud"));
        awaitGone("fraud");

        assertThat(world.aws.processes()).isZero();
        assertThat(sagemaker.listModels().models()).hasSize(1);
        assertThat(sagemaker.listEndpointConfigs().endpointConfigs()).hasSize(1);
        assertThatThrownBy(() -> sagemaker.describeEndpoint(r -> r.endpointName("fraud")))
                .hasMessageContaining("Could not find endpoint \"" + ARN + "endpoint/fraud\".");
    }

    @Test
    void failsWhereTheContainerIsNotHealthy() {
        world.config("mad", "s3://data/" + put("broken"), Map.of());
        serve("mad", "mad");
        world.config("bad", world.model("m1"), Map.of("JAVA_TOOL_OPTIONS", "-Xnonsense"));
        serve("bad", "bad");

        assertThat(world.settled("mad").failureReason())
                .contains("Failed to extract model data archive")
                .contains("s3://data/broken");
        DescribeEndpointResponse endpoint = world.settled("bad");
        assertThat(endpoint.endpointStatus()).isEqualTo(EndpointStatus.FAILED);
        assertThat(endpoint.failureReason())
                .isEqualTo("The primary container for production variant AllTraffic did not pass the ping health check."
                        + " Please check CloudWatch logs for this endpoint.");
        assertThatThrownBy(() -> world.invoke("bad", "1")).hasMessageContaining("is not in service");
        sagemaker.deleteEndpoint(r -> r.endpointName("bad"));
        awaitGone("bad");
    }

    private String put(String key) {
        world.put(key, "this is no archive");
        return key;
    }

    @Test
    void shiftsTrafficOnlyToAHealthyFleet() {
        world.config("one", world.model("m1"), Map.of());
        world.config("two", world.model("m2"), Map.of());
        world.config("sick", world.model("m3"), Map.of("JAVA_TOOL_OPTIONS", "-Xnonsense"));
        serve("fraud", "one");
        world.settled("fraud");

        sagemaker.updateEndpoint(r -> r.endpointName("fraud").endpointConfigName("two"));
        DescribeEndpointResponse updating = sagemaker.describeEndpoint(r -> r.endpointName("fraud"));
        assertThat(updating.endpointStatus()).isEqualTo(EndpointStatus.UPDATING);
        assertThat(updating.endpointConfigName()).isEqualTo("one");
        assertThat(updating.pendingDeploymentSummary().endpointConfigName()).isEqualTo("two");
        assertThat(world.invoke("fraud", "x")).startsWith("m1");
        assertThatThrownBy(() ->
                        sagemaker.updateEndpoint(r -> r.endpointName("fraud").endpointConfigName("one")))
                .hasMessageContaining("Cannot update in-progress endpoint");
        assertThat(world.settled("fraud").endpointConfigName()).isEqualTo("two");
        assertThat(world.invoke("fraud", "x")).startsWith("m2");

        sagemaker.updateEndpoint(r -> r.endpointName("fraud").endpointConfigName("sick"));
        DescribeEndpointResponse rolledBack = world.settled("fraud");
        assertThat(rolledBack.endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
        assertThat(rolledBack.endpointConfigName()).isEqualTo("two");
        assertThat(rolledBack.failureReason()).contains("did not pass the ping health check");
        assertThat(world.invoke("fraud", "x")).startsWith("m2");
        SageMakerWorld.await(world.aws::processes, count -> count == 1);
    }

    @Test
    void answersWhatIsUnderWayBeforeTheOldFleetEnds() throws Exception {
        world.config("one", world.model("m1"), Map.of());
        world.config("two", world.model("m2"), Map.of());
        serve("fraud", "one");
        world.settled("fraud");

        sagemaker.updateEndpoint(r -> r.endpointName("fraud").endpointConfigName("two"));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        while (sagemaker.describeEndpoint(r -> r.endpointName("fraud")).endpointStatus() == EndpointStatus.UPDATING) {
            answers.add(CompletableFuture.supplyAsync(() -> world.invoke("fraud", answers.size() == 1 ? "slow" : "x")));
            TimeUnit.MILLISECONDS.sleep(20);
        }

        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS)).containsPattern("m[12]");
        }
        SageMakerWorld.await(world.aws::processes, count -> count == 1);
    }

    @Test
    void keepsWeightsAndTheOldFleetForAWhileWhereItIsAsked() {
        world.config("one", world.model("m1"), Map.of());
        serve("fraud", "one");
        world.settled("fraud");
        sagemaker.updateEndpointWeightsAndCapacities(r -> r.endpointName("fraud")
                .desiredWeightsAndCapacities(DesiredWeightAndCapacity.builder()
                        .variantName("AllTraffic")
                        .desiredWeight(3f)
                        .desiredInstanceCount(2)
                        .build()));

        world.settled("fraud");
        sagemaker.updateEndpoint(r -> r.endpointName("fraud")
                .endpointConfigName("one")
                .retainAllVariantProperties(true)
                .excludeRetainedVariantProperties(VariantProperty.builder()
                        .variantPropertyType("DesiredInstanceCount")
                        .build())
                .deploymentConfig(d -> d.blueGreenUpdatePolicy(b -> b.terminationWaitInSeconds(1)
                        .trafficRoutingConfiguration(t -> t.type("ALL_AT_ONCE").waitIntervalInSeconds(0)))));

        SageMakerWorld.await(world.aws::processes, count -> count == 2);
        ProductionVariantSummary variant =
                world.settled("fraud").productionVariants().get(0);
        assertThat(variant.currentWeight()).isEqualTo(3f);
        assertThat(variant.desiredInstanceCount()).isEqualTo(1);
        SageMakerWorld.await(world.aws::processes, count -> count == 1);
    }

    @Test
    void startsADeadContainerAgain() {
        world.config("one", world.model("m1"), Map.of());
        serve("fraud", "one");
        world.settled("fraud");

        assertThatThrownBy(() -> world.invoke("fraud", "die")).hasMessageContaining("Received server error (0)");

        SageMakerWorld.await(
                () -> {
                    try {
                        return world.invoke("fraud", "x");
                    } catch (RuntimeException e) {
                        return "";
                    }
                },
                answer -> answer.startsWith("m1"));
    }

    @Test
    void needsAnApprovedPackage() {
        String data = world.model("m1");
        sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("fraud"));
        String arn = sagemaker
                .createModelPackage(r -> r.modelPackageGroupName("fraud")
                        .inferenceSpecification(i -> i.containers(ModelPackageContainerDefinition.builder()
                                .image(SageMakerWorld.SERVE_IMAGE)
                                .modelDataUrl(data)
                                .environment(Map.of("COLOUR", "red", "SIZE", "xl"))
                                .build())))
                .modelPackageArn();
        CreateModelRequest request = CreateModelRequest.builder()
                .modelName("m")
                .executionRoleArn(SageMakerWorld.ROLE)
                .containers(ContainerDefinition.builder()
                        .modelPackageName(arn)
                        .environment(Map.of("SIZE", "s"))
                        .build())
                .build();

        assertThatThrownBy(() -> sagemaker.createModel(request))
                .hasMessageContaining(arn)
                .hasMessageContaining("must be Approved");
        sagemaker.updateModelPackage(r -> r.modelPackageArn(arn).modelApprovalStatus(ModelApprovalStatus.APPROVED));
        sagemaker.createModel(request);
        sagemaker.createEndpointConfig(
                r -> r.endpointConfigName("c").productionVariants(SageMakerWorld.variant("A", "m")));
        serve("fraud", "c");

        assertThat(world.settled("fraud").endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
        assertThat(world.invoke("fraud", "env COLOUR") + world.invoke("fraud", "env SIZE"))
                .isEqualTo("reds");
    }

    @Test
    void refusesAsSageMakerDoes() {
        world.config("one", world.model("m1"), Map.of());
        serve("fraud", "one");

        assertThatThrownBy(() -> serve("fraud", "one"))
                .hasMessageContaining("Cannot create already existing endpoint \"" + ARN + "endpoint/fraud\".");
        assertThatThrownBy(() -> sagemaker.createEndpointConfig(
                        r -> r.endpointConfigName("one").productionVariants(SageMakerWorld.variant("A", "one"))))
                .hasMessageContaining(
                        "Cannot create already existing endpoint configuration \"" + ARN + "endpoint-config/one\".");
        assertThatThrownBy(() -> serve("other", "none"))
                .hasMessageContaining("Could not find endpoint configuration \"" + ARN + "endpoint-config/none\".");
        assertThatThrownBy(() -> sagemaker.createEndpointConfig(
                        r -> r.endpointConfigName("two").productionVariants(SageMakerWorld.variant("A", "none"))))
                .hasMessageContaining("Could not find model \"" + ARN + "model/none\".");
        assertThatThrownBy(() -> sagemaker.createModel(r -> r.modelName("m")
                        .executionRoleArn(SageMakerWorld.ROLE)
                        .primaryContainer(
                                c -> c.image(SageMakerWorld.SERVE_IMAGE).modelDataUrl("s3://data/none"))))
                .hasMessageContaining("Could not access model data at s3://data/none");
    }

    @Test
    void refusesWhatItWouldHaveToIgnore() {
        world.config("one", world.model("m1"), Map.of());
        serve("fraud", "one");

        assertThatThrownBy(() -> sagemaker.updateEndpoint(r -> r.endpointName("fraud")
                        .endpointConfigName("one")
                        .deploymentConfig(d -> d.blueGreenUpdatePolicy(b -> b.trafficRoutingConfiguration(
                                t -> t.type(TrafficRoutingConfigType.CANARY).waitIntervalInSeconds(1))))))
                .hasMessageContaining("needs CanarySize with Type CANARY");
        ContainerDefinition container =
                ContainerDefinition.builder().image(SageMakerWorld.SERVE_IMAGE).build();
        assertThatThrownBy(() -> sagemaker.createModel(r -> r.modelName("pair")
                        .executionRoleArn(SageMakerWorld.ROLE)
                        .containers(container, container)))
                .hasMessageContaining("Containers holds 2 containers");
    }
}
