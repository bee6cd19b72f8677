package io.mlops.deploy.endpoint;

import io.mlops.contract.DeploySettings.CapacitySize;
import io.mlops.contract.DeploySettings.Deployment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.AutoRollbackConfig;
import software.amazon.awssdk.services.sagemaker.model.BlueGreenUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.RollingUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfigType;

/** Writes the settings' strategy as SageMaker's {@code DeploymentConfig}. */
final class DeploymentConfigs {
    private DeploymentConfigs() {}

    /**
     * Writes a deployment.
     *
     * @param deployment absent for SageMaker's default, all at once
     * @param alarms names of the alarms that roll the update back
     */
    static Optional<DeploymentConfig> of(@Nullable Deployment deployment, List<String> alarms) {
        if (deployment == null) {
            return Optional.empty();
        }
        DeploymentConfig.Builder config = switch (deployment.strategy()) {
            case ALL_AT_ONCE -> blueGreen(deployment, TrafficRoutingConfigType.ALL_AT_ONCE);
            case CANARY -> blueGreen(deployment, TrafficRoutingConfigType.CANARY);
            case LINEAR -> blueGreen(deployment, TrafficRoutingConfigType.LINEAR);
            case ROLLING -> DeploymentConfig.builder().rollingUpdatePolicy(rolling(deployment));
        };
        return Optional.of(
                alarms.isEmpty()
                        ? config.build()
                        : config.autoRollbackConfiguration(rollback(alarms)).build());
    }

    private static DeploymentConfig.Builder blueGreen(Deployment deployment, TrafficRoutingConfigType type) {
        // The API model requires the interval for all at once too.
        TrafficRoutingConfig.Builder routing =
                TrafficRoutingConfig.builder().type(type).waitIntervalInSeconds(deployment.waitIntervalInSeconds());
        if (type == TrafficRoutingConfigType.CANARY) {
            routing.canarySize(size(deployment.size()));
        } else if (type == TrafficRoutingConfigType.LINEAR) {
            routing.linearStepSize(size(deployment.size()));
        }
        return DeploymentConfig.builder()
                .blueGreenUpdatePolicy(BlueGreenUpdatePolicy.builder()
                        .trafficRoutingConfiguration(routing.build())
                        .terminationWaitInSeconds(deployment.terminationWaitInSeconds())
                        .maximumExecutionTimeoutInSeconds(deployment.maximumExecutionTimeoutInSeconds())
                        .build());
    }

    private static RollingUpdatePolicy rolling(Deployment deployment) {
        return RollingUpdatePolicy.builder()
                .maximumBatchSize(size(deployment.size()))
                .waitIntervalInSeconds(deployment.waitIntervalInSeconds())
                .maximumExecutionTimeoutInSeconds(deployment.maximumExecutionTimeoutInSeconds())
                .build();
    }

    private static AutoRollbackConfig rollback(List<String> alarms) {
        return AutoRollbackConfig.builder()
                .alarms(alarms.stream()
                        .map(name -> Alarm.builder().alarmName(name).build())
                        .toList())
                .build();
    }

    private static software.amazon.awssdk.services.sagemaker.model.@Nullable CapacitySize size(
            @Nullable CapacitySize size) {
        return size == null
                ? null
                : software.amazon.awssdk.services.sagemaker.model.CapacitySize.builder()
                        .type(size.type())
                        .value(size.value())
                        .build();
    }
}
