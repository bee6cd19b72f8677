package io.mlops.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The training job, in the terms of SageMaker's {@code CreateTrainingJob}.
 *
 * @param image the training image's URI, at most 255 characters; the same image serves
 * @param instanceType an ML instance type, as {@code ml.m5.large}
 * @param instanceCount from 1
 * @param volumeSizeInGB from 1
 * @param maxRuntime from one minute; at most 35 hours, since the build that waits for the job ends after 36
 * @param hyperParameters at most 100; key at most 256, value at most 2500 characters
 * @param channels 1 to 20, names unique
 * @param metricDefinitions at most 40
 */
public record Training(
        String image,
        String instanceType,
        int instanceCount,
        int volumeSizeInGB,
        Duration maxRuntime,
        Map<String, String> hyperParameters,
        List<Channel> channels,
        List<MetricDefinition> metricDefinitions) {
    /** Copies the collections, in their order. */
    public Training {
        hyperParameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperParameters));
        channels = List.copyOf(channels);
        metricDefinitions = List.copyOf(metricDefinitions);
    }
}
