package io.mlops.spec;

import java.time.Duration;

/**
 * Spare instances, at a lower price, which AWS may take back ({@code EnableManagedSpotTraining}).
 *
 * @param maxWait how long the job may take in all, waiting for instances included; at least the training's own time
 */
public record Spot(Duration maxWait) {}
