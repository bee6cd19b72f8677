package io.mlops.spec;

import java.time.Duration;

/**
 * Target tracking on a variant's invocations for each instance (Application Auto Scaling).
 *
 * @param minCapacity the fewest instances, from 1
 * @param maxCapacity the most instances
 * @param invocationsPerInstance the target, invocations a minute for each instance, above 0
 * @param scaleInCooldown between two times that instances are taken away
 * @param scaleOutCooldown between two times that instances are added
 */
public record Scaling(
        int minCapacity,
        int maxCapacity,
        double invocationsPerInstance,
        Duration scaleInCooldown,
        Duration scaleOutCooldown) {}
