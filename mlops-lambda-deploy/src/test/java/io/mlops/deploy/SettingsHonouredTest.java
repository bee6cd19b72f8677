package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.DeploySettings.CapacitySize;
import io.mlops.contract.DeploySettings.ConfigAlarm;
import io.mlops.contract.DeploySettings.DataCapture;
import io.mlops.contract.DeploySettings.Deployment;
import io.mlops.contract.DeploySettings.Scaling;
import io.mlops.contract.DeploySettings.Strategy;
import io.mlops.contract.Vpc;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.model.*;

/** What each setting becomes at SageMaker, CloudWatch and Application Auto Scaling. */
class SettingsHonouredTest {
    private final Pipeline pipeline = new Pipeline();
    private final FakeSageMaker sageMaker = pipeline.sageMaker;

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void updatesByTheChosenStrategy(Strategy strategy) {
        CapacitySize size = strategy == Strategy.ALL_AT_ONCE ? null : new CapacitySize("CAPACITY_PERCENT", 25);
        pipeline.settings(Settings.with(new Deployment(
                strategy, size, 60, strategy == Strategy.ROLLING ? 0 : 120, 1800, List.of(), List.of())));
        sageMaker.serves("old");

        pipeline.invoke("job-1");

        DeploymentConfig config = sageMaker.updates.get(0).deploymentConfig();
        assertThat(config.autoRollbackConfiguration()).isNull();
        if (strategy == Strategy.ROLLING) {
            assertThat(config.blueGreenUpdatePolicy()).isNull();
            assertThat(config.rollingUpdatePolicy().maximumBatchSize().value()).isEqualTo(25);
            assertThat(config.rollingUpdatePolicy().waitIntervalInSeconds()).isEqualTo(60);
            assertThat(config.rollingUpdatePolicy().maximumExecutionTimeoutInSeconds())
                    .isEqualTo(1800);
            return;
        }
        BlueGreenUpdatePolicy policy = config.blueGreenUpdatePolicy();
        TrafficRoutingConfig routing = policy.trafficRoutingConfiguration();
        assertThat(policy.terminationWaitInSeconds()).isEqualTo(120);
        assertThat(policy.maximumExecutionTimeoutInSeconds()).isEqualTo(1800);
        assertThat(routing.typeAsString()).isEqualTo(strategy.name());
        assertThat(routing.waitIntervalInSeconds()).isEqualTo(60);
        assertThat(routing.canarySize() != null).isEqualTo(strategy == Strategy.CANARY);
        assertThat(routing.linearStepSize() != null).isEqualTo(strategy == Strategy.LINEAR);
    }

    @Test
    void leavesTheStrategyToSageMakerWithoutADeployment() {
        sageMaker.serves("old");

        pipeline.invoke("job-1");

        assertThat(sageMaker.updates.get(0).deploymentConfig()).isNull();
    }

    @Test
    void makesAlarmsForTheNewConfigAlone() {
        pipeline.cloudWatch.alarms.put(
                "team-5xx",
                PutMetricAlarmRequest.builder().alarmName("team-5xx").build());
        pipeline.settings(Settings.with(new Deployment(
                Strategy.ALL_AT_ONCE,
                null,
                0,
                300,
                1800,
                List.of("team-5xx"),
                List.of(
                        new ConfigAlarm("Invocation5XXErrors", "Sum", 1, 60, 2),
                        new ConfigAlarm("ModelLatency", "p99", 250_000, 60, 3)))));
        sageMaker.serves("old");

        pipeline.invoke("job-1");

        String config = sageMaker.pending;
        assertThat(sageMaker
                        .updates
                        .get(0)
                        .deploymentConfig()
                        .autoRollbackConfiguration()
                        .alarms())
                .extracting(Alarm::alarmName)
                .containsExactly(
                        "team-5xx",
                        config + "-AllTraffic-1-Invocation5XXErrors",
                        config + "-AllTraffic-2-ModelLatency");
        PutMetricAlarmRequest latency =
                Objects.requireNonNull(pipeline.cloudWatch.alarms.get(config + "-AllTraffic-2-ModelLatency"));
        assertThat(latency.namespace()).isEqualTo("AWS/SageMaker");
        assertThat(latency.extendedStatistic()).isEqualTo("p99");
        assertThat(latency.statistic()).isNull();
        assertThat(latency.threshold()).isEqualTo(250_000);
        assertThat(latency.evaluationPeriods()).isEqualTo(3);
        assertThat(latency.treatMissingData()).isEqualTo("notBreaching");
        assertThat(latency.dimensions())
                .extracting(dimension -> dimension.name() + "=" + dimension.value())
                .containsExactly(
                        "EndpointName=fraud-detection", "VariantName=AllTraffic", "EndpointConfigName=" + config);
        assertThat(latency.tags()).extracting(tag -> tag.key()).contains("mlops:pipeline", "mlops:endpoint");
    }

    @Test
    void namesARollbackAlarmThatDoesNotExist() {
        pipeline.settings(Settings.with(
                new Deployment(Strategy.ALL_AT_ONCE, null, 0, 0, 600, List.of("no-such-alarm"), List.of())));
        sageMaker.serves("old");

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().type()).isEqualTo(FailureType.CONFIGURATION_ERROR);
        assertThat(pipeline.onlyFailure().failureDetails().message())
                .contains("rollbackAlarms")
                .contains("no-such-alarm");
        assertThat(sageMaker.updates).isEmpty();
    }

    @Test
    void doesNotBeginUnderAnAlarmThatFires() {
        pipeline.cloudWatch.alarms.put(
                "team-5xx",
                PutMetricAlarmRequest.builder().alarmName("team-5xx").build());
        pipeline.cloudWatch.states.put("team-5xx", StateValue.ALARM);
        pipeline.settings(
                Settings.with(new Deployment(Strategy.ALL_AT_ONCE, null, 0, 0, 600, List.of("team-5xx"), List.of())));
        sageMaker.serves("old");

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("team-5xx (because)");
        assertThat(sageMaker.updates).isEmpty();
    }

    @Test
    void waitsForTheConfigsOwnAlarmToEndBeforeItTriesAgain() {
        pipeline.settings(Settings.with(Settings.CANARY));
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        String config = sageMaker.pending;
        pipeline.cloudWatch.states.put(config + "-AllTraffic-1-Invocation5XXErrors", StateValue.ALARM);
        sageMaker.rollBack("alarm");
        pipeline.goOn("job-2");

        pipeline.invoke("job-3");
        assertThat(sageMaker.updates).hasSize(1);
        pipeline.cloudWatch.states.clear();
        pipeline.goOn("job-4");

        assertThat(sageMaker.updates).hasSize(2);
    }

    @Test
    void servesWithoutInstances() {
        pipeline.settings(Settings.with(Settings.serverless(), null, null));

        pipeline.invoke("job-1");

        ProductionVariant variant =
                sageMaker.endpointConfig(sageMaker.config).productionVariants().get(0);
        assertThat(variant.serverlessConfig().memorySizeInMB()).isEqualTo(2048);
        assertThat(variant.serverlessConfig().maxConcurrency()).isEqualTo(20);
        assertThat(variant.serverlessConfig().provisionedConcurrency()).isEqualTo(5);
        assertThat(variant.instanceType()).isNull();
        assertThat(variant.initialInstanceCount()).isNull();
    }

    @Test
    void capturesData() {
        pipeline.settings(Settings.with(
                Settings.variant("AllTraffic", "ml.m5.large", 1, null),
                new DataCapture(
                        20,
                        "s3://captured/fraud",
                        List.of("Input", "Output"),
                        List.of("text/csv"),
                        List.of(),
                        "alias/capture"),
                null));

        pipeline.invoke("job-1");

        DataCaptureConfig capture = sageMaker.endpointConfig(sageMaker.config).dataCaptureConfig();
        assertThat(capture.enableCapture()).isTrue();
        assertThat(capture.initialSamplingPercentage()).isEqualTo(20);
        assertThat(capture.destinationS3Uri()).isEqualTo("s3://captured/fraud");
        assertThat(capture.captureOptions())
                .extracting(CaptureOption::captureModeAsString)
                .containsExactly("Input", "Output");
        assertThat(capture.captureContentTypeHeader().csvContentTypes()).containsExactly("text/csv");
        assertThat(capture.captureContentTypeHeader().hasJsonContentTypes()).isFalse();
        assertThat(capture.kmsKeyId()).isEqualTo("alias/capture");
    }

    @Test
    void putsTheModelIntoTheNetworkAndItsVolumesUnderTheKey() {
        pipeline.settings(
                Settings.with(new Vpc(List.of("subnet-1"), List.of("sg-1")), true, "alias/volumes", false, 3));

        pipeline.invoke("job-1");

        CreateModelRequest model = sageMaker.model(sageMaker.config);
        assertThat(model.vpcConfig().subnets()).containsExactly("subnet-1");
        assertThat(model.vpcConfig().securityGroupIds()).containsExactly("sg-1");
        assertThat(model.enableNetworkIsolation()).isTrue();
        assertThat(sageMaker.endpointConfig(sageMaker.config).kmsKeyId()).isEqualTo("alias/volumes");
    }

    @Test
    void deploysAPendingPackageFromItsContainersWhereThatIsAllowed() {
        sageMaker.approval = ModelApprovalStatus.PENDING_MANUAL_APPROVAL;
        pipeline.settings(Settings.with(null, false, null, true, 3));

        pipeline.invoke("job-1");
        ContainerDefinition container =
                sageMaker.model(sageMaker.config).containers().get(0);
        assertThat(container.modelPackageName()).isNull();
        assertThat(container.image()).isEqualTo("image:1");
        assertThat(container.environment()).isEqualTo(Map.of("A", "b"));

        // Approved meanwhile: what was made of the package before is still it.
        sageMaker.approval = ModelApprovalStatus.APPROVED;
        sageMaker.settle();
        pipeline.goOn("job-2");
        pipeline.invoke("job-3");
        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    @Test
    void neverDeploysARejectedPackage() {
        sageMaker.approval = ModelApprovalStatus.REJECTED;
        pipeline.settings(Settings.with(null, false, null, true, 3));

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("Rejected");
    }

    @Test
    void registersScalingOnceItIsInService() {
        Scaling scaling = new Scaling(1, 4, 70, 300, 60);
        pipeline.settings(Settings.with(Settings.variant("AllTraffic", "ml.m5.large", 1, scaling), null, null));

        pipeline.invoke("job-1");
        assertThat(pipeline.autoScaling.calls).isEmpty();
        sageMaker.settle();
        pipeline.goOn("job-2");
        pipeline.invoke("job-3");

        assertThat(pipeline.autoScaling.calls).containsExactly("RegisterScalableTarget", "PutScalingPolicy");
        String resource = "endpoint/fraud-detection/variant/AllTraffic";
        assertThat(pipeline.autoScaling.targets).containsOnlyKeys(resource);
        assertThat(pipeline.autoScaling.policies.values())
                .extracting(policy ->
                        policy.targetTrackingScalingPolicyConfiguration().targetValue())
                .containsExactly(70.0);
        assertThat(pipeline.codePipeline.successes.get(1).executionDetails().summary())
                .contains("AllTraffic scales from 1 to 4 instances");
    }

    @Test
    void makesWayForAnotherInstanceTypeAndRegistersAgain() {
        Scaling scaling = new Scaling(1, 4, 70, 300, 60);
        pipeline.settings(Settings.with(Settings.variant("AllTraffic", "ml.m5.large", 1, scaling), null, null));
        pipeline.invoke("job-1");
        sageMaker.settle();
        pipeline.goOn("job-2");
        pipeline.autoScaling.calls.clear();

        pipeline.settings(Settings.with(Settings.variant("AllTraffic", "ml.c5.large", 1, scaling), null, null));
        pipeline.invoke("job-3");
        sageMaker.settle();
        pipeline.goOn("job-4");

        assertThat(pipeline.autoScaling.calls)
                .containsExactly("DeregisterScalableTarget", "RegisterScalableTarget", "PutScalingPolicy");
        assertThat(pipeline.lastSuccess().executionDetails().summary())
                .contains("AllTraffic InstanceType ml.m5.large -> ml.c5.large");
    }

    @Test
    void refusesToLoseTheLiveEndpointsScaling() {
        Scaling scaling = new Scaling(1, 4, 70, 300, 60);
        pipeline.settings(Settings.with(Settings.variant("AllTraffic", "ml.m5.large", 1, scaling), null, null));
        pipeline.invoke("job-1");
        sageMaker.settle();
        pipeline.goOn("job-2");

        pipeline.settings(Settings.with(Settings.variant("AllTraffic", "ml.c5.large", 1, null), null, null));
        pipeline.invoke("job-3");

        assertThat(pipeline.lastFailure().failureDetails().message()).contains("variants.AllTraffic.scaling");
        assertThat(pipeline.autoScaling.targets).isNotEmpty();
    }
}
