package io.mlops.local.sagemaker;

import io.mlops.local.call.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.AutoRollbackConfig;
import software.amazon.awssdk.services.sagemaker.model.BlueGreenUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.CapacitySize;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.RollingUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfig;

/**
 * How an update's traffic comes to the new fleet. Instances are whole: a share is what a number of the new fleet's
 * instances, at least one and never more than was asked for, would serve.
 *
 * @param shares the new fleet's shares of the traffic, one after the other; the last is 1
 * @param interval the wait after each share but the last
 * @param termination the wait after the last share, before the old fleet ends
 * @param longest how long all of it may take
 * @param rollback the share that goes back in each step of a rollback
 * @param alarms the names of the alarms that roll back
 */
record DeploymentPlan(
        List<Double> shares,
        Duration interval,
        Duration termination,
        Optional<Duration> longest,
        double rollback,
        List<String> alarms) {
    /** Copies the lists. */
    DeploymentPlan {
        shares = List.copyOf(shares);
        alarms = List.copyOf(alarms);
    }

    /**
     * Refuses a config that cannot be meant, whatever the number of instances.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException
     */
    static void check(@Nullable DeploymentConfig config) {
        if (config == null) {
            return;
        }
        boolean blueGreen = config.blueGreenUpdatePolicy() != null;
        if (blueGreen == (config.rollingUpdatePolicy() != null)) {
            throw invalid("give exactly one of BlueGreenUpdatePolicy and RollingUpdatePolicy");
        } else if (blueGreen) {
            TrafficRoutingConfig routing = config.blueGreenUpdatePolicy().trafficRoutingConfiguration();
            checkSize("CanarySize", "CANARY", routing, routing.canarySize());
            checkSize("LinearStepSize", "LINEAR", routing, routing.linearStepSize());
        }
    }

    private static void checkSize(
            String member, String type, TrafficRoutingConfig routing, @Nullable CapacitySize size) {
        if (type.equals(routing.typeAsString()) != (size != null)) {
            throw invalid("TrafficRoutingConfiguration needs " + member + " with Type " + type + ", and with no other");
        }
    }

    /**
     * Makes the plan of a config.
     *
     * @param instances how many the new fleet's smallest variant has
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException if so many instances
     *     cannot be split as the config says, or its waits are longer than it may take
     */
    static DeploymentPlan of(Optional<DeploymentConfig> config, int instances) {
        DeploymentPlan plan = config.map(DeploymentConfig::rollingUpdatePolicy)
                .map(policy -> rolling(policy, instances))
                .or(() ->
                        config.map(DeploymentConfig::blueGreenUpdatePolicy).map(policy -> blueGreen(policy, instances)))
                .orElse(new DeploymentPlan(List.of(1.0), Duration.ZERO, Duration.ZERO, Optional.empty(), 1, List.of()));
        Duration waits = plan.interval.multipliedBy(plan.shares.size() - 1).plus(plan.termination);
        if (plan.longest.filter(longest -> longest.compareTo(waits) <= 0).isPresent()) {
            throw invalid("MaximumExecutionTimeoutInSeconds must be larger than the waits, which take "
                    + waits.toSeconds() + " s in all");
        }
        return plan.watching(config.map(DeploymentConfig::autoRollbackConfiguration)
                .map(AutoRollbackConfig::alarms)
                .orElse(List.of()));
    }

    private DeploymentPlan watching(List<Alarm> watched) {
        List<String> names = watched.stream().map(Alarm::alarmName).toList();
        return new DeploymentPlan(shares, interval, termination, longest, rollback, names);
    }

    private static DeploymentPlan blueGreen(BlueGreenUpdatePolicy policy, int instances) {
        TrafficRoutingConfig routing = policy.trafficRoutingConfiguration();
        List<Double> shares = switch (routing.type()) {
            case CANARY -> List.of(share("CanarySize", routing.canarySize(), 1, instances), 1.0);
            case LINEAR -> steps(share("LinearStepSize", routing.linearStepSize(), 10, instances));
            default -> List.of(1.0);
        };
        return new DeploymentPlan(
                shares,
                seconds(routing.waitIntervalInSeconds()),
                seconds(policy.terminationWaitInSeconds()),
                Optional.ofNullable(policy.maximumExecutionTimeoutInSeconds()).map(Duration::ofSeconds),
                1,
                List.of());
    }

    private static DeploymentPlan rolling(RollingUpdatePolicy policy, int instances) {
        CapacitySize back = policy.rollbackMaximumBatchSize();
        return new DeploymentPlan(
                steps(share("MaximumBatchSize", policy.maximumBatchSize(), 5, instances)),
                seconds(policy.waitIntervalInSeconds()),
                Duration.ZERO,
                Optional.ofNullable(policy.maximumExecutionTimeoutInSeconds()).map(Duration::ofSeconds),
                back == null ? 1 : instances(back, instances) / (double) instances,
                List.of());
    }

    private static List<Double> steps(double step) {
        List<Double> shares = new ArrayList<>();
        for (int i = 1; i * step < 1 - 1e-9; i++) {
            shares.add(i * step);
        }
        shares.add(1.0);
        return shares;
    }

    private static double share(String member, CapacitySize size, int least, int instances) {
        boolean percent = size.type() == CapacitySizeType.CAPACITY_PERCENT;
        int split = instances(size, instances);
        if ((percent && (size.value() < least || size.value() > 50)) || 2 * split > instances) {
            throw invalid(member + " " + size.value() + " " + size.typeAsString() + " must be from " + least
                    + "% to 50% of the variant's instances, of which there are " + instances);
        }
        return split / (double) instances;
    }

    private static int instances(CapacitySize size, int all) {
        return size.type() == CapacitySizeType.CAPACITY_PERCENT ? Math.max(1, all * size.value() / 100) : size.value();
    }

    private static Duration seconds(@Nullable Integer seconds) {
        return Duration.ofSeconds(seconds == null ? 0 : seconds);
    }

    private static RuntimeException invalid(String what) {
        return Refusals.validation("Invalid DeploymentConfig: " + what + ".");
    }
}
