package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.CapacitySize;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfig;

class DeploymentPlanTest {
    private static final TrafficRoutingConfig ALL = TrafficRoutingConfig.builder()
            .type("ALL_AT_ONCE")
            .waitIntervalInSeconds(60)
            .build();

    private static CapacitySize percent(int value) {
        return CapacitySize.builder().type("CAPACITY_PERCENT").value(value).build();
    }

    private static CapacitySize instances(int value) {
        return CapacitySize.builder().type("INSTANCE_COUNT").value(value).build();
    }

    private static DeploymentPlan canary(CapacitySize size, int instances) {
        return plan(ALL.toBuilder().type("CANARY").canarySize(size).build(), instances);
    }

    private static DeploymentPlan linear(CapacitySize size, int instances) {
        return plan(ALL.toBuilder().type("LINEAR").linearStepSize(size).build(), instances);
    }

    private static DeploymentPlan plan(TrafficRoutingConfig routing, int instances) {
        DeploymentConfig config = DeploymentConfig.builder()
                .blueGreenUpdatePolicy(p -> p.trafficRoutingConfiguration(routing)
                        .terminationWaitInSeconds(60)
                        .maximumExecutionTimeoutInSeconds(600))
                .build();
        DeploymentPlan.check(config);
        return DeploymentPlan.of(Optional.of(config), instances);
    }

    private static DeploymentPlan rolling(CapacitySize size, int instances) {
        return DeploymentPlan.of(
                Optional.of(DeploymentConfig.builder()
                        .rollingUpdatePolicy(p -> p.maximumBatchSize(size)
                                .waitIntervalInSeconds(5)
                                .rollbackMaximumBatchSize(percent(50)))
                        .autoRollbackConfiguration(
                                a -> a.alarms(Alarm.builder().alarmName("5xx").build()))
                        .build()),
                instances);
    }

    @Test
    void shiftsAllTrafficAtOnceByDefault() {
        DeploymentPlan plan = DeploymentPlan.of(Optional.empty(), 1);

        assertThat(plan.shares()).containsExactly(1.0);
        assertThat(plan.termination()).isZero();
        assertThat(plan.longest()).isEmpty();
        assertThat(plan(ALL, 1).termination()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void countsWholeInstances() {
        assertThat(canary(percent(10), 10).shares()).containsExactly(0.1, 1.0);
        assertThat(canary(percent(10), 2).shares()).containsExactly(0.5, 1.0);
        assertThat(canary(instances(1), 4).shares()).containsExactly(0.25, 1.0);
        assertThat(linear(percent(25), 4).shares()).containsExactly(0.25, 0.5, 0.75, 1.0);
        assertThat(linear(percent(50), 3).shares()).containsExactly(1 / 3.0, 2 / 3.0, 1.0);
        assertThat(rolling(percent(5), 3).shares()).containsExactly(1 / 3.0, 2 / 3.0, 1.0);
    }

    @Test
    void goesBackInBatchesWhereItRollsAndWatchesAlarms() {
        assertThat(rolling(percent(10), 10).rollback()).isEqualTo(0.5);
        assertThat(rolling(percent(10), 10).alarms()).containsExactly("5xx");
        assertThat(canary(percent(10), 10).rollback()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"60, 10", "0, 10", "10, 1", "50, 1"})
    void refusesACanaryOfMoreThanHalfTheInstances(int percent, int instances) {
        assertThatThrownBy(() -> canary(percent(percent), instances))
                .hasMessageContaining("CanarySize " + percent + " CAPACITY_PERCENT must be from 1% to 50%");
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertThatThrownBy(() -> linear(percent(9), 10)).hasMessageContaining("LinearStepSize 9");
        assertThatThrownBy(() -> rolling(instances(2), 3)).hasMessageContaining("MaximumBatchSize 2");
        assertThatThrownBy(() -> plan(ALL.toBuilder().type("CANARY").build(), 2))
                .hasMessageContaining("needs CanarySize with Type CANARY");
        assertThatThrownBy(
                        () -> plan(ALL.toBuilder().linearStepSize(percent(50)).build(), 2))
                .hasMessageContaining("needs LinearStepSize with Type LINEAR");
        assertThatThrownBy(() -> DeploymentPlan.check(DeploymentConfig.builder().build()))
                .hasMessageContaining("exactly one of BlueGreenUpdatePolicy and RollingUpdatePolicy");
        assertThatThrownBy(() -> linear(percent(10), 10).interval()).hasMessageContaining("which take 600 s in all");
    }
}
