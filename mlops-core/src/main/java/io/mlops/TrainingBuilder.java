package io.mlops;

import io.mlops.spec.Channel;
import io.mlops.spec.MetricDefinition;
import io.mlops.spec.Training;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Describes the training job. By default one instance, 30 GB, one hour. */
public final class TrainingBuilder {
    private String image = "";
    private String instanceType = "";
    private int instanceCount = 1;
    private int volumeSizeInGB = 30;
    private Duration maxRuntime = Duration.ofHours(1);
    private final Map<String, String> hyperParameters = new LinkedHashMap<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<MetricDefinition> metrics = new ArrayList<>();

    TrainingBuilder() {}

    /**
     * Names the image that trains and serves.
     *
     * @param uri at most 255 characters
     * @return this builder
     */
    public TrainingBuilder image(String uri) {
        this.image = Objects.requireNonNull(uri, "uri");
        return this;
    }

    /**
     * Chooses the instance type.
     *
     * @param type as {@code ml.m5.large}
     * @return this builder
     */
    public TrainingBuilder instanceType(String type) {
        this.instanceType = Objects.requireNonNull(type, "type");
        return this;
    }

    /**
     * Chooses the number of instances.
     *
     * @param count from 1, which is the default
     * @return this builder
     */
    public TrainingBuilder instanceCount(int count) {
        this.instanceCount = count;
        return this;
    }

    /**
     * Chooses the size of each instance's volume.
     *
     * @param gigabytes from 1; 30 by default
     * @return this builder
     */
    public TrainingBuilder volumeSizeInGB(int gigabytes) {
        this.volumeSizeInGB = gigabytes;
        return this;
    }

    /**
     * Bounds the training's time.
     *
     * @param duration one minute to 35 hours; one hour by default
     * @return this builder
     */
    public TrainingBuilder maxRuntime(Duration duration) {
        this.maxRuntime = Objects.requireNonNull(duration, "duration");
        return this;
    }

    /**
     * Sets a hyperparameter; SageMaker passes it as text.
     *
     * @param key at most 256 characters
     * @param value at most 2500 characters as text
     * @return this builder
     */
    public TrainingBuilder hyperparameter(String key, Object value) {
        hyperParameters.put(Objects.requireNonNull(key, "key"), value.toString());
        return this;
    }

    /**
     * Adds a channel of CSV data.
     *
     * @param name at most 64 characters, as {@code training}
     * @param prefix the data's key prefix in the pipeline's bucket, as {@code training-data/}
     * @return this builder
     */
    public TrainingBuilder channel(String name, String prefix) {
        channels.add(new Channel(
                Objects.requireNonNull(name, "name"), Objects.requireNonNull(prefix, "prefix"), "text/csv"));
        return this;
    }

    /**
     * Adds a metric that SageMaker reads from the training job's log.
     *
     * @param name as {@code validation:roc_auc}
     * @param regex at most 500 characters with one capture group
     * @return this builder
     */
    public TrainingBuilder metric(String name, String regex) {
        metrics.add(new MetricDefinition(Objects.requireNonNull(name, "name"), Objects.requireNonNull(regex, "regex")));
        return this;
    }

    Training build() {
        return new Training(
                image, instanceType, instanceCount, volumeSizeInGB, maxRuntime, hyperParameters, channels, metrics);
    }
}
