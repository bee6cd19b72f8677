package io.mlops.local.sagemaker;

import io.mlops.local.call.Refusals;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.BlueGreenUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfigType;

/** Which deployments are done: all traffic at once. */
final class Deployments {
    private Deployments() {}

    /**
     * Refuses what is not done.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException that names it
     */
    static void check(@Nullable DeploymentConfig config) {
        if (config == null) {
            return;
        }
        Shapes.refuse(config, "RollingUpdatePolicy");
        if (config.autoRollbackConfiguration() != null
                && !config.autoRollbackConfiguration().alarms().isEmpty()) {
            throw Shapes.unsupported("DeploymentConfig.AutoRollbackConfiguration.Alarms");
        }
        BlueGreenUpdatePolicy policy = config.blueGreenUpdatePolicy();
        if (policy != null && policy.trafficRoutingConfiguration().type() != TrafficRoutingConfigType.ALL_AT_ONCE) {
            throw Refusals.validation("DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type "
                    + policy.trafficRoutingConfiguration().typeAsString()
                    + " is not supported by this emulator: write ALL_AT_ONCE");
        }
    }

    /** Gives how long the old fleet is kept after the traffic shifted. */
    static Duration terminationWait(Optional<DeploymentConfig> config) {
        return config.map(DeploymentConfig::blueGreenUpdatePolicy)
                .map(BlueGreenUpdatePolicy::terminationWaitInSeconds)
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO);
    }

    /** Gives how long a deployment may take until its traffic shifts. */
    static Optional<Duration> longest(Optional<DeploymentConfig> config) {
        return config.map(DeploymentConfig::blueGreenUpdatePolicy)
                .map(BlueGreenUpdatePolicy::maximumExecutionTimeoutInSeconds)
                .map(Duration::ofSeconds);
    }
}
