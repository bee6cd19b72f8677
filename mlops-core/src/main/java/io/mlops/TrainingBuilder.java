package io.mlops;

import io.mlops.spec.AwsImage;
import io.mlops.spec.AwsImage.Framework;
import io.mlops.spec.Channel;
import io.mlops.spec.Channel.Distribution;
import io.mlops.spec.Channel.InputMode;
import io.mlops.spec.Checkpoints;
import io.mlops.spec.Image;
import io.mlops.spec.ImageUri;
import io.mlops.spec.MetricDefinition;
import io.mlops.spec.Script;
import io.mlops.spec.Serving;
import io.mlops.spec.Spot;
import io.mlops.spec.Training;
import io.mlops.spec.Vpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes the training job and how its model is served. By default one instance, 30 GB, one hour; the training image
 * serves too, CSV and JSON.
 */
public final class TrainingBuilder {
    private static final List<String> CSV_AND_JSON = List.of("text/csv", "application/json");

    private Image image = new ImageUri("");
    private String instanceType = "";
    private int instanceCount = 1;
    private int volumeSizeInGB = 30;
    private Duration maxRuntime = Duration.ofHours(1);
    private @Nullable Spot spot;
    private @Nullable Checkpoints checkpoints;
    private final Map<String, String> hyperParameters = new LinkedHashMap<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<MetricDefinition> metrics = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable Vpc vpc;
    private boolean networkIsolation;
    private boolean trafficEncryption;
    private String volumeKmsKey = "";
    private @Nullable Script script;
    private Serving serving = new Serving(null, Map.of(), CSV_AND_JSON, CSV_AND_JSON, List.of());

    TrainingBuilder() {}

    TrainingBuilder(Training training) {
        image = training.image();
        instanceType = training.instanceType();
        instanceCount = training.instanceCount();
        volumeSizeInGB = training.volumeSizeInGB();
        maxRuntime = training.maxRuntime();
        spot = training.spot();
        checkpoints = training.checkpoints();
        hyperParameters.putAll(training.hyperParameters());
        channels.addAll(training.channels());
        metrics.addAll(training.metricDefinitions());
        environment.putAll(training.environment());
        vpc = training.vpc();
        networkIsolation = training.networkIsolation();
        trafficEncryption = training.trafficEncryption();
        volumeKmsKey = training.volumeKmsKey();
        script = training.script();
        serving = training.serving();
    }

    /**
     * Names the image that trains, and serves unless {@link #serving(Serving)} names another.
     *
     * @param uri at most 255 characters
     * @return this builder
     */
    public TrainingBuilder image(String uri) {
        this.image = new ImageUri(Objects.requireNonNull(uri, "uri"));
        return this;
    }

    /**
     * Takes this project's Java trainer, with the metrics that it prints.
     *
     * @param uri where the image was pushed, at most 255 characters
     * @return this builder
     */
    public TrainingBuilder javaTrainer(String uri) {
        image(uri);
        metric("validation:roc_auc", "validation:roc_auc=([0-9.]+);");
        return metric("validation:average_precision", "validation:average_precision=([0-9.]+);");
    }

    /**
     * Takes AWS's scikit-learn image and a script of the team's source, which the launcher packs for it (SageMaker Python
     * SDK, script mode). The script also says how the model is loaded: {@code model_fn}.
     *
     * @param version of the image, as {@code 1.2-1}
     * @param directory the script's directory in the source, as {@code code}
     * @param entryPoint the script, a file at that directory's root, as {@code train.py}
     * @return this builder
     */
    public TrainingBuilder scikitLearn(String version, String directory, String entryPoint) {
        this.image = new AwsImage(Framework.SCIKIT_LEARN, Objects.requireNonNull(version, "version"));
        this.script = new Script(
                Objects.requireNonNull(directory, "directory"), Objects.requireNonNull(entryPoint, "entryPoint"));
        return this;
    }

    /**
     * Takes AWS's built-in XGBoost algorithm, on one instance or several. It reads CSV without a header, the label first,
     * and answers CSV (SageMaker developer guide, XGBoost algorithm).
     *
     * @param version of the image, as {@code 1.7-1}
     * @return this builder
     */
    public TrainingBuilder xgboost(String version) {
        this.image = new AwsImage(Framework.XGBOOST, Objects.requireNonNull(version, "version"));
        this.serving = new Serving(null, Map.of(), List.of("text/csv"), List.of("text/csv"), List.of());
        return metric("validation:auc", "\\[\\d+\\].*#011validation-auc:([0-9.]+)");
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
     * Trains on spare instances, which AWS may take back.
     *
     * @param maxWait how long the job may take in all, from {@code maxRuntime} to 35 hours
     * @return this builder
     */
    public TrainingBuilder spot(Duration maxWait) {
        this.spot = new Spot(Objects.requireNonNull(maxWait, "maxWait"));
        return this;
    }

    /**
     * Keeps the container's checkpoints, so that a job that was cut off goes on from there.
     *
     * @param prefix a key prefix in the pipeline's bucket, as {@code checkpoints/}
     * @return this builder
     */
    public TrainingBuilder checkpoints(String prefix) {
        return checkpoints(new Checkpoints(Objects.requireNonNull(prefix, "prefix"), Checkpoints.DEFAULT_PATH));
    }

    /**
     * Keeps the container's checkpoints.
     *
     * @param checkpoints where
     * @return this builder
     */
    public TrainingBuilder checkpoints(Checkpoints checkpoints) {
        this.checkpoints = Objects.requireNonNull(checkpoints, "checkpoints");
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
     * Adds a channel of CSV files, copied to every instance.
     *
     * @param name at most 64 characters, as {@code training}
     * @param prefix the data's key prefix in the pipeline's bucket, as {@code training-data/}
     * @return this builder
     */
    public TrainingBuilder channel(String name, String prefix) {
        return channel(new Channel(
                Objects.requireNonNull(name, "name"),
                Objects.requireNonNull(prefix, "prefix"),
                "text/csv",
                InputMode.FILE,
                Distribution.FULLY_REPLICATED));
    }

    /**
     * Adds a channel.
     *
     * @param channel what it brings, and how
     * @return this builder
     */
    public TrainingBuilder channel(Channel channel) {
        channels.add(Objects.requireNonNull(channel, "channel"));
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

    /**
     * Sets a variable of the training container.
     *
     * @param name at most 512 letters, digits and underscores
     * @param value at most 512 characters; no secret, since anyone who may describe the job reads it
     * @return this builder
     */
    public TrainingBuilder environment(String name, String value) {
        environment.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Puts the job into a network of the team's.
     *
     * @param subnets 1 to 16 ids
     * @param securityGroups 1 to 5 ids
     * @return this builder
     */
    public TrainingBuilder vpc(List<String> subnets, List<String> securityGroups) {
        this.vpc = new Vpc(subnets, securityGroups);
        return this;
    }

    /**
     * Cuts the container off from every network.
     *
     * @return this builder
     */
    public TrainingBuilder networkIsolation() {
        this.networkIsolation = true;
        return this;
    }

    /**
     * Encrypts what several instances send one another.
     *
     * @return this builder
     */
    public TrainingBuilder trafficEncryption() {
        this.trafficEncryption = true;
        return this;
    }

    /**
     * Encrypts the instances' volumes.
     *
     * @param key a KMS key's id, alias or ARN
     * @return this builder
     */
    public TrainingBuilder volumeKmsKey(String key) {
        this.volumeKmsKey = Objects.requireNonNull(key, "key");
        return this;
    }

    /**
     * Says how the model is served.
     *
     * @param serving image, variables, content types
     * @return this builder
     */
    public TrainingBuilder serving(Serving serving) {
        this.serving = Objects.requireNonNull(serving, "serving");
        return this;
    }

    Training build() {
        return new Training(
                image,
                instanceType,
                instanceCount,
                volumeSizeInGB,
                maxRuntime,
                spot,
                checkpoints,
                hyperParameters,
                channels,
                metrics,
                environment,
                vpc,
                networkIsolation,
                trafficEncryption,
                volumeKmsKey,
                script,
                serving);
    }
}
