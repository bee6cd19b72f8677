package io.mlops.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The training job, in the terms of SageMaker's {@code CreateTrainingJob}.
 *
 * @param image the training image
 * @param instanceType an ML instance type, as {@code ml.m5.large}
 * @param instanceCount from 1
 * @param volumeSizeInGB from 1
 * @param maxRuntime from one minute; at most 35 hours, since the build that waits for the job ends after 36
 * @param spot absent for instances on demand
 * @param checkpoints absent where none are kept
 * @param hyperParameters at most 100; key at most 256, value at most 2500 characters
 * @param channels 1 to 20, names unique
 * @param metricDefinitions at most 40
 * @param environment the training container's variables, at most 100; key and value at most 512 characters
 * @param vpc the job's network; absent for SageMaker's own
 * @param networkIsolation whether the container has no network
 * @param trafficEncryption whether several instances encrypt what they send one another
 * @param volumeKmsKey the key of the instances' volumes, an id, alias or ARN; empty for AWS's own
 * @param script the team's training script, for framework images; absent where the image brings its own
 * @param serving how the model is served
 */
public record Training(
        Image image,
        String instanceType,
        int instanceCount,
        int volumeSizeInGB,
        Duration maxRuntime,
        @Nullable Spot spot,
        @Nullable Checkpoints checkpoints,
        Map<String, String> hyperParameters,
        List<Channel> channels,
        List<MetricDefinition> metricDefinitions,
        Map<String, String> environment,
        @Nullable Vpc vpc,
        boolean networkIsolation,
        boolean trafficEncryption,
        String volumeKmsKey,
        @Nullable Script script,
        Serving serving) {
    /** Copies the collections, in their order. */
    public Training {
        hyperParameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperParameters));
        channels = List.copyOf(channels);
        metricDefinitions = List.copyOf(metricDefinitions);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /**
     * Gives the image that serves.
     *
     * @return the serving image, or else the training image
     */
    public Image servingImage() {
        Image own = serving.image();
        return own == null ? image : own;
    }

    /**
     * Says how long the job may take at most, waiting for spare instances included.
     *
     * @return the wait's bound, or else the training's own
     */
    public Duration longest() {
        return spot == null ? maxRuntime : spot.maxWait();
    }
}
