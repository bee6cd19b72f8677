package io.mlops;

import io.mlops.spec.DataCapture;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Deployment;
import io.mlops.spec.Deployment.CapacitySize;
import io.mlops.spec.Deployment.CapacitySize.Unit;
import io.mlops.spec.Deployment.ConfigAlarm;
import io.mlops.spec.Deployment.Strategy;
import io.mlops.spec.Scaling;
import io.mlops.spec.Variant;
import io.mlops.spec.Vpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a stage that puts the tested model behind an endpoint. By default one instance of one variant, all traffic at
 * once, no capture, three old configs kept, two hours in all.
 */
public final class DeployBuilder {
    /** What SageMaker calls the variant of an endpoint that has one. */
    private static final String ONLY_VARIANT = "AllTraffic";

    private static final Duration BEYOND_WAITS = Duration.ofMinutes(30);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(8);

    private String endpoint = "";
    private final VariantBuilder only = new VariantBuilder();
    private final List<Variant> variants = new ArrayList<>();
    private @Nullable DataCapture dataCapture;
    private Strategy strategy = Strategy.ALL_AT_ONCE;
    private @Nullable CapacitySize size;
    private Duration waitInterval = Duration.ZERO;
    private Duration terminationWait = Duration.ZERO;
    private @Nullable Duration maximumExecutionTimeout;
    private final List<String> rollbackAlarms = new ArrayList<>();
    private final List<ConfigAlarm> configAlarms = new ArrayList<>();
    private @Nullable Vpc vpc;
    private boolean networkIsolation;
    private String volumeKmsKey = "";
    private boolean pendingAllowed;
    private int kept = 3;
    private Duration deadline = Duration.ofHours(2);

    DeployBuilder() {}

    /**
     * Names the endpoint.
     *
     * @param name at most 63 letters, digits and dashes, unique in the pipeline
     * @return this builder
     */
    public DeployBuilder endpoint(String name) {
        this.endpoint = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Chooses the instance type of the endpoint's one variant.
     *
     * @param type as {@code ml.m5.large}
     * @return this builder
     */
    public DeployBuilder instanceType(String type) {
        only.instanceType(type);
        return this;
    }

    /**
     * Chooses the number of instances of the endpoint's one variant.
     *
     * @param count from 1, which is the default
     * @return this builder
     */
    public DeployBuilder instances(int count) {
        only.instances(count);
        return this;
    }

    /**
     * Serves without instances.
     *
     * @param memorySizeInMB 1024 to 6144, in steps of 1024
     * @param maxConcurrency 1 to 200
     * @return this builder
     */
    public DeployBuilder serverless(int memorySizeInMB, int maxConcurrency) {
        only.serverless(memorySizeInMB, maxConcurrency);
        return this;
    }

    /**
     * Scales the endpoint's one variant with the traffic.
     *
     * @param minCapacity the fewest instances, from 1
     * @param maxCapacity the most instances
     * @param invocationsPerInstance how many invocations a minute one instance is to bear
     * @return this builder
     */
    public DeployBuilder scale(int minCapacity, int maxCapacity, double invocationsPerInstance) {
        only.scale(minCapacity, maxCapacity, invocationsPerInstance);
        return this;
    }

    /**
     * Scales the endpoint's one variant with the traffic.
     *
     * @param scaling how
     * @return this builder
     */
    public DeployBuilder scale(Scaling scaling) {
        only.scale(scaling);
        return this;
    }

    /**
     * Adds a variant by name, where there are several; the endpoint's one variant is then not asked for.
     *
     * @param name at most 63 letters, digits and dashes
     * @param variant describes it
     * @return this builder
     */
    public DeployBuilder variant(String name, Consumer<VariantBuilder> variant) {
        VariantBuilder builder = new VariantBuilder();
        variant.accept(builder);
        variants.add(builder.build(Objects.requireNonNull(name, "name")));
        return this;
    }

    /**
     * Keeps requests and answers, CSV and JSON as they are, under a prefix of the pipeline's bucket.
     *
     * @param samplingPercentage 1 to 100
     * @param prefix as {@code capture/}
     * @return this builder
     */
    public DeployBuilder capture(int samplingPercentage, String prefix) {
        return capture(new DataCapture(
                samplingPercentage, prefix, true, true, List.of("text/csv"), List.of("application/json")));
    }

    /**
     * Keeps requests and answers.
     *
     * @param capture what and where
     * @return this builder
     */
    public DeployBuilder capture(DataCapture capture) {
        this.dataCapture = Objects.requireNonNull(capture, "capture");
        return this;
    }

    /**
     * Moves all traffic when the new fleet is healthy. This is the default.
     *
     * @return this builder
     */
    public DeployBuilder allAtOnce() {
        return shift(Strategy.ALL_AT_ONCE, null, Duration.ZERO);
    }

    /**
     * Moves a part of the traffic first, and after a bake the rest. Needs two instances.
     *
     * @param percent of the capacity, 1 to 50
     * @param bake how long, at most an hour
     * @return this builder
     */
    public DeployBuilder canary(int percent, Duration bake) {
        return shift(Strategy.CANARY, new CapacitySize(Unit.CAPACITY_PERCENT, percent), bake);
    }

    /**
     * Moves the traffic in equal steps, with a bake after each. Needs two instances.
     *
     * @param percent of the capacity in a step, 10 to 50
     * @param bake how long, at most an hour
     * @return this builder
     */
    public DeployBuilder linear(int percent, Duration bake) {
        return shift(Strategy.LINEAR, new CapacitySize(Unit.CAPACITY_PERCENT, percent), bake);
    }

    /**
     * Replaces instances in batches, with a bake after each; no second fleet is paid for. Needs two instances.
     *
     * @param percent of the capacity in a batch, 5 to 50
     * @param bake how long, at most an hour
     * @return this builder
     */
    public DeployBuilder rolling(int percent, Duration bake) {
        return shift(Strategy.ROLLING, new CapacitySize(Unit.CAPACITY_PERCENT, percent), bake);
    }

    /**
     * Moves the traffic.
     *
     * @param strategy the way
     * @param size of a step; absent for all at once
     * @param bake between steps, at most an hour
     * @return this builder
     */
    public DeployBuilder shift(Strategy strategy, @Nullable CapacitySize size, Duration bake) {
        this.strategy = Objects.requireNonNull(strategy, "strategy");
        this.size = size;
        this.waitInterval = Objects.requireNonNull(bake, "bake");
        return this;
    }

    /**
     * Keeps the old fleet for a while.
     *
     * @param wait at most an hour; not at all by default
     * @return this builder
     */
    public DeployBuilder terminationWait(Duration wait) {
        this.terminationWait = Objects.requireNonNull(wait, "wait");
        return this;
    }

    /**
     * Bounds an update.
     *
     * @param timeout 10 minutes to 8 hours; by default half an hour more than all waits
     * @return this builder
     */
    public DeployBuilder maximumExecutionTimeout(Duration timeout) {
        this.maximumExecutionTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * Rolls an update back when one of the team's alarms fires.
     *
     * @param alarms names of CloudWatch alarms
     * @return this builder
     */
    public DeployBuilder rollBackOn(String... alarms) {
        rollbackAlarms.addAll(List.of(alarms));
        return this;
    }

    /**
     * Rolls an update back when a metric of the new config exceeds a bound for a minute; the alarm is made for it.
     *
     * @param metric as {@code Invocation5XXErrors}, or {@code ModelLatency}, which is in microseconds
     * @param statistic {@code Sum}, {@code Average}, or a percentile as {@code p99}
     * @param threshold it fires above this
     * @return this builder
     */
    public DeployBuilder rollBackWhen(String metric, String statistic, double threshold) {
        return rollBackWhen(new ConfigAlarm(metric, statistic, threshold, Duration.ofMinutes(1), 1));
    }

    /**
     * Rolls an update back when an alarm fires that is made for the new config.
     *
     * @param alarm the alarm
     * @return this builder
     */
    public DeployBuilder rollBackWhen(ConfigAlarm alarm) {
        configAlarms.add(Objects.requireNonNull(alarm, "alarm"));
        return this;
    }

    /**
     * Puts the model into a network of the team's.
     *
     * @param subnets 1 to 16 ids
     * @param securityGroups 1 to 5 ids
     * @return this builder
     */
    public DeployBuilder vpc(List<String> subnets, List<String> securityGroups) {
        this.vpc = new Vpc(subnets, securityGroups);
        return this;
    }

    /**
     * Cuts the container off from every network.
     *
     * @return this builder
     */
    public DeployBuilder networkIsolation() {
        this.networkIsolation = true;
        return this;
    }

    /**
     * Encrypts the instances' volumes.
     *
     * @param key a KMS key's id, alias or ARN
     * @return this builder
     */
    public DeployBuilder volumeKmsKey(String key) {
        this.volumeKmsKey = Objects.requireNonNull(key, "key");
        return this;
    }

    /**
     * Lets this stage serve a package that passed and that nobody has approved yet.
     *
     * @return this builder
     */
    public DeployBuilder allowPending() {
        this.pendingAllowed = true;
        return this;
    }

    /**
     * Chooses how many old configs and models are kept to roll back to.
     *
     * @param count 0 to 100; 3 by default
     * @return this builder
     */
    public DeployBuilder keep(int count) {
        this.kept = count;
        return this;
    }

    /**
     * Bounds the action in all.
     *
     * @param deadline at most 24 hours; 2 hours by default
     * @return this builder
     */
    public DeployBuilder deadline(Duration deadline) {
        this.deadline = Objects.requireNonNull(deadline, "deadline");
        return this;
    }

    DeployStage build(String stage) {
        return new DeployStage(
                stage,
                endpoint,
                variants.isEmpty() ? List.of(only.build(ONLY_VARIANT)) : variants,
                dataCapture,
                deployment(),
                vpc,
                networkIsolation,
                volumeKmsKey,
                pendingAllowed,
                kept,
                deadline);
    }

    private Deployment deployment() {
        Deployment unbounded = new Deployment(
                strategy, size, waitInterval, terminationWait, LONGEST_TIMEOUT, rollbackAlarms, configAlarms);
        Duration timeout = maximumExecutionTimeout;
        if (timeout == null) {
            Duration usual = unbounded.waits().plus(BEYOND_WAITS);
            timeout = usual.compareTo(LONGEST_TIMEOUT) < 0 ? usual : LONGEST_TIMEOUT;
        }
        return new Deployment(strategy, size, waitInterval, terminationWait, timeout, rollbackAlarms, configAlarms);
    }
}
