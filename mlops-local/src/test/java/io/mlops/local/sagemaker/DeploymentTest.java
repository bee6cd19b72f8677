package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import io.mlops.local.call.Call;
import io.mlops.local.call.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;

/** Updates of an endpoint in held time. */
@Timeout(60)
class DeploymentTest {
    private static final String DEAF = "deaf:1";
    private static final AtomicReference<StateValue> STATE = new AtomicReference<>(StateValue.OK);

    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private SageMakerClient sagemaker;

    /** An alarm named {@code 5xx}. */
    public static final class Alarms implements CloudWatchClient {
        Alarms(Call call) {
            assertThat(call.caller().arn()).endsWith("assumed-role/model/SageMaker");
        }

        @Override
        public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
            return DescribeAlarmsResponse.builder()
                    .metricAlarms(MetricAlarm.builder()
                            .alarmName("5xx")
                            .stateValue(STATE.get())
                            .build())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() {
        STATE.set(StateValue.OK);
        cloud = new HeldCloud(
                directory,
                Map.of(SageMakerWorld.SERVE_IMAGE, SageMakerWorld.echo(), DEAF, List.of("bash", "-c", "sleep 60")),
                new Service<>("cloudwatch", "cloudwatch", CloudWatchClient.class, Alarms.class, Alarms::new));
        sagemaker = cloud.client(SageMakerClient.class);
        SageMakerWorld.role(cloud.client(IamClient.class));
        cloud.client(S3Client.class)
                .createBucket(r -> r.bucket("data").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        config("one", SageMakerWorld.SERVE_IMAGE);
        sagemaker.createEndpoint(r -> r.endpointName("fraud").endpointConfigName("one"));
        await(EndpointStatus.IN_SERVICE);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void config(String name, String image) {
        try {
            Path files = Files.createDirectory(directory.resolve(name));
            Files.writeString(files.resolve("model.txt"), name);
            Path archive = directory.resolve(name + ".tar.gz");
            ModelArchive.pack(files, archive);
            cloud.client(S3Client.class).putObject(r -> r.bucket("data").key(name), RequestBody.fromFile(archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sagemaker.createModel(r -> r.modelName(name)
                .executionRoleArn(SageMakerWorld.ROLE)
                .primaryContainer(c -> c.image(image).modelDataUrl("s3://data/" + name)));
        sagemaker.createEndpointConfig(r -> r.endpointConfigName(name)
                .productionVariants(SageMakerWorld.variant("AllTraffic", name).toBuilder()
                        .initialInstanceCount(2)
                        .containerStartupHealthCheckTimeoutInSeconds(3600)
                        .build()));
    }

    private void update(String config, Consumer<BlueGreenUpdatePolicy.Builder> policy) {
        sagemaker.updateEndpoint(r -> r.endpointName("fraud")
                .endpointConfigName(config)
                .deploymentConfig(d -> d.blueGreenUpdatePolicy(policy)
                        .autoRollbackConfiguration(
                                a -> a.alarms(Alarm.builder().alarmName("5xx").build()))));
    }

    private static void canary(BlueGreenUpdatePolicy.Builder policy) {
        policy.trafficRoutingConfiguration(t -> t.type(TrafficRoutingConfigType.CANARY)
                        .waitIntervalInSeconds(300)
                        .canarySize(c -> c.type(CapacitySizeType.INSTANCE_COUNT).value(1)))
                .terminationWaitInSeconds(120);
    }

    private DescribeEndpointResponse await(EndpointStatus status) {
        return SageMakerWorld.await(
                () -> sagemaker.describeEndpoint(r -> r.endpointName("fraud")),
                found -> found.endpointStatus() == status);
    }

    private void awaitPending(VariantStatus status) {
        SageMakerWorld.await(
                () -> sagemaker
                        .describeEndpoint(r -> r.endpointName("fraud"))
                        .pendingDeploymentSummary()
                        .productionVariants()
                        .get(0)
                        .variantStatus()
                        .get(0)
                        .status(),
                status::equals);
    }

    /** The models that answer forty requests. */
    private Set<String> serving() {
        Set<String> models = new HashSet<>();
        InvokeEndpointRequest request =
                InvokeEndpointRequest.builder().endpointName("fraud").build();
        for (int i = 0; i < 40; i++) {
            try {
                models.add(new LocalSageMakerRuntime(cloud.call())
                        .invokeEndpoint(request, RequestBody.fromString("x"), ResponseTransformer.toBytes())
                        .asUtf8String()
                        .substring(0, 3));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return models;
    }

    @Test
    void bakesACanaryAndThenTheWholeFleet() {
        config("two", SageMakerWorld.SERVE_IMAGE);
        update("two", DeploymentTest::canary);
        awaitPending(VariantStatus.BAKING);

        assertThat(serving()).containsExactlyInAnyOrder("one", "two");
        cloud.time().advance(Duration.ofMinutes(5));
        assertThat(serving()).containsExactly("two");
        assertThat(await(EndpointStatus.UPDATING).endpointConfigName()).isEqualTo("one");
        cloud.time().advance(Duration.ofMinutes(2));

        DescribeEndpointResponse updated = await(EndpointStatus.IN_SERVICE);
        assertThat(updated.endpointConfigName()).isEqualTo("two");
        assertThat(updated.failureReason()).isNull();
        assertThat(updated.pendingDeploymentSummary()).isNull();
        assertThat(updated.lastDeploymentConfig().blueGreenUpdatePolicy().terminationWaitInSeconds())
                .isEqualTo(120);
        SageMakerWorld.await(cloud::processes, count -> count == 1);
    }

    @Test
    void rollsBackWhereAnAlarmTrips() {
        config("two", SageMakerWorld.SERVE_IMAGE);
        update("two", DeploymentTest::canary);
        awaitPending(VariantStatus.BAKING);

        STATE.set(StateValue.ALARM);
        cloud.time().advance(Duration.ofSeconds(10));

        DescribeEndpointResponse rolledBack = await(EndpointStatus.IN_SERVICE);
        assertThat(rolledBack.endpointConfigName()).isEqualTo("one");
        assertThat(rolledBack.failureReason()).isEqualTo("Alarms in state ALARM: [5xx].");
        assertThat(serving()).containsExactly("one");
        assertThat(new RollbackAlarms(
                                cloud.cloud(),
                                new ExecutionRole(
                                        SageMakerWorld.ROLE, "arn:aws:sagemaker:eu-west-1:123456789012:model/m"),
                                "eu-west-1",
                                List.of("none", "5xx"))
                        .reason())
                .contains("Alarms that do not exist: [none].");
        SageMakerWorld.await(cloud::processes, count -> count == 1);
    }

    @Test
    void rollsBackWhereItTakesTooLong() {
        config("two", DEAF);
        update(
                "two",
                policy -> policy.trafficRoutingConfiguration(t ->
                                t.type(TrafficRoutingConfigType.ALL_AT_ONCE).waitIntervalInSeconds(0))
                        .maximumExecutionTimeoutInSeconds(600));
        SageMakerWorld.await(cloud::processes, count -> count == 2);
        awaitPending(VariantStatus.CREATING);

        cloud.time().advance(Duration.ofMinutes(10));

        assertThat(await(EndpointStatus.IN_SERVICE).failureReason())
                .contains("took longer than its MaximumExecutionTimeoutInSeconds, 600 s.");
        assertThat(serving()).containsExactly("one");
    }

    @Test
    void updatesOnlyFromAConfigThatIsThere() {
        config("two", SageMakerWorld.SERVE_IMAGE);
        sagemaker.deleteEndpointConfig(r -> r.endpointConfigName("one"));

        assertThatThrownBy(() ->
                        sagemaker.updateEndpoint(r -> r.endpointName("fraud").endpointConfigName("two")))
                .hasMessageContaining("Could not find endpoint configuration")
                .hasMessageContaining("endpoint-config/one");
    }
}
