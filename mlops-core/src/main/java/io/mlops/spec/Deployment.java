package io.mlops.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an update moves an endpoint's traffic to a new model ({@code DeploymentConfig}).
 *
 * @param strategy the way
 * @param size of the canary, the linear step or the rolling batch; absent for all at once
 * @param waitInterval the bake between steps, at most an hour
 * @param terminationWait how long the old fleet stays, at most an hour; none for rolling
 * @param maximumExecutionTimeout 10 minutes to 8 hours, more than all waits
 * @param rollbackAlarms names of the team's own CloudWatch alarms
 * @param configAlarms alarms that are made for the new config alone; with the others 10 at most
 */
public record Deployment(
        Strategy strategy,
        @Nullable CapacitySize size,
        Duration waitInterval,
        Duration terminationWait,
        Duration maximumExecutionTimeout,
        List<String> rollbackAlarms,
        List<ConfigAlarm> configAlarms) {
    /** Copies the lists. */
    public Deployment {
        rollbackAlarms = List.copyOf(rollbackAlarms);
        configAlarms = List.copyOf(configAlarms);
    }

    /** The ways to move the traffic. */
    public enum Strategy {
        /** All of it when the new fleet is healthy. */
        ALL_AT_ONCE,
        /** A part first, after a bake the rest. */
        CANARY,
        /** In equal steps, with a bake after each. */
        LINEAR,
        /** In batches that replace the old instances; needs no second fleet. */
        ROLLING
    }

    /**
     * A part of a fleet.
     *
     * @param unit what {@code value} counts
     * @param value from 1
     */
    public record CapacitySize(Unit unit, int value) {
        /** What a size counts. */
        public enum Unit {
            /** Instances. */
            INSTANCE_COUNT,
            /** Hundredths of the fleet. */
            CAPACITY_PERCENT
        }
    }

    /**
     * An alarm on one of the endpoint's metrics in {@code AWS/SageMaker}, for the new config alone.
     *
     * @param metric as {@code Invocation5XXErrors}, or {@code ModelLatency}, which is in microseconds
     * @param statistic {@code Average}, {@code Sum}, {@code Maximum}, {@code Minimum}, or a percentile as {@code p99}
     * @param threshold it fires above this
     * @param period 10 or 30 seconds, or whole minutes
     * @param evaluationPeriods how many periods in a row, from 1
     */
    public record ConfigAlarm(
            String metric, String statistic, double threshold, Duration period, int evaluationPeriods) {}

    /**
     * Adds up what an update waits at least.
     *
     * @return the bakes between steps and the old fleet's stay; a count of instances is taken for one step
     */
    public Duration waits() {
        int steps = switch (strategy) {
            case ALL_AT_ONCE -> 0;
            case CANARY -> 1;
            case LINEAR, ROLLING ->
                size != null && size.unit() == CapacitySize.Unit.CAPACITY_PERCENT && size.value() > 0
                        ? (100 + size.value() - 1) / size.value() - 1
                        : 1;
        };
        return waitInterval.multipliedBy(steps).plus(terminationWait);
    }
}
