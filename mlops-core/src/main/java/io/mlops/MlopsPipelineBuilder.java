package io.mlops;

import io.mlops.apply.Sleeper;
import io.mlops.spec.DeployStage;
import io.mlops.spec.PipelineOptions;
import io.mlops.spec.PipelineOptions.ExecutionMode;
import io.mlops.spec.PipelineOptions.RetryMode;
import io.mlops.spec.PipelineOptions.Variable;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Stage;
import io.mlops.spec.Tools;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a pipeline. Methods take anything but null; {@link #build} checks the whole and tells every problem at once.
 *
 * <pre>{@code
 * MlopsPipeline pipeline = MlopsPipelineBuilder.named("fraud-detection")
 *     .source(s -> s.s3("source/fraud-detection.zip"))
 *     .training(t -> t.image("….dkr.ecr.eu-west-1.amazonaws.com/mlops-training-java:1.0.0")
 *         .instanceType("ml.m5.large")
 *         .hyperparameter("ntrees", 100)
 *         .channel("training", "training-data/"))
 *     .modelPackageGroup("fraud-detection-models")
 *     .test(t -> t.instanceType("ml.m5.large").suite("model-test.yml"))
 *     .deploy("production", d -> d.endpoint("fraud-detection").instanceType("ml.m5.large"))
 *     .build();
 * }</pre>
 */
public final class MlopsPipelineBuilder {
    private final String name;
    private SourceBuilder source = new SourceBuilder();
    private TrainingBuilder training = new TrainingBuilder();
    private ModelTestBuilder test = new ModelTestBuilder();
    private final List<Stage> stages = new ArrayList<>();
    private String modelPackageGroup = "";
    private @Nullable ExecutionMode executionMode;
    private final List<Variable> variables = new ArrayList<>();
    private final Map<String, RetryMode> retries = new TreeMap<>();
    private boolean rollbackOnFailure;
    private final Map<String, String> tags = new TreeMap<>();
    private String kmsKeyArn = "";
    private String bucket = "";
    private final Map<String, String> roles = new TreeMap<>();
    private String permissionsBoundary = "";
    private String rolePath = "/";
    private String namePrefix = "";
    private String repository = "";
    private ToolJars tools = ToolJars.onClasspath();

    private MlopsPipelineBuilder(String name) {
        this.name = name;
    }

    MlopsPipelineBuilder(PipelineSpec spec, ToolJars tools) {
        this(spec.name());
        this.source = new SourceBuilder(spec.source());
        this.training = new TrainingBuilder(spec.training());
        this.test = new ModelTestBuilder(spec.test());
        this.stages.addAll(spec.stages());
        this.modelPackageGroup = spec.modelPackageGroup();
        this.tools = tools;
        PipelineOptions options = spec.options();
        this.executionMode = options.executionMode();
        this.variables.addAll(options.variables());
        this.retries.putAll(options.retries());
        this.rollbackOnFailure = options.rollbackOnFailure();
        this.tags.putAll(options.tags());
        this.kmsKeyArn = options.kmsKeyArn();
        this.bucket = options.bucket();
        this.roles.putAll(options.roles());
        this.permissionsBoundary = options.permissionsBoundary();
        this.rolePath = options.rolePath();
        this.namePrefix = options.namePrefix();
        this.repository = options.repository();
    }

    /**
     * Begins a description.
     *
     * @param name the pipeline's name; every other name is derived from it. 1 to 30 lower-case letters, digits and single
     *     dashes, beginning with a letter
     * @return a builder
     */
    public static MlopsPipelineBuilder named(String name) {
        return new MlopsPipelineBuilder(Objects.requireNonNull(name, "name"));
    }

    /**
     * Describes where the team's source zip comes from.
     *
     * @param source describes it
     * @return this builder
     */
    public MlopsPipelineBuilder source(Consumer<SourceBuilder> source) {
        source.accept(this.source);
        return this;
    }

    /**
     * Describes the training job.
     *
     * @param training describes it
     * @return this builder
     */
    public MlopsPipelineBuilder training(Consumer<TrainingBuilder> training) {
        training.accept(this.training);
        return this;
    }

    /**
     * Names the model package group.
     *
     * @param name at most 63 letters, digits and dashes
     * @return this builder
     */
    public MlopsPipelineBuilder modelPackageGroup(String name) {
        this.modelPackageGroup = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Describes how a model package is judged.
     *
     * @param test describes it
     * @return this builder
     */
    public MlopsPipelineBuilder test(Consumer<ModelTestBuilder> test) {
        test.accept(this.test);
        return this;
    }

    /**
     * Adds a stage that puts the tested model behind an endpoint, after those added before.
     *
     * @param stage the stage's name, unique, as {@code production}
     * @param deploy describes it
     * @return this builder
     */
    public MlopsPipelineBuilder deploy(String stage, Consumer<DeployBuilder> deploy) {
        DeployBuilder builder = new DeployBuilder();
        deploy.accept(builder);
        DeployStage built = builder.build(Objects.requireNonNull(stage, "stage"));
        stages.add(built);
        return this;
    }

    /**
     * Adds a stage that waits for a person, after those added before.
     *
     * @param stage the stage's name, unique, as {@code release}
     * @param approval describes it
     * @return this builder
     */
    public MlopsPipelineBuilder approval(String stage, Consumer<ApprovalBuilder> approval) {
        ApprovalBuilder builder = new ApprovalBuilder();
        approval.accept(builder);
        stages.add(builder.build(Objects.requireNonNull(stage, "stage")));
        return this;
    }

    /**
     * Takes a stage out of a description that was begun with {@link MlopsPipeline#toBuilder()}.
     *
     * @param stage the stage's name; nothing happens where there is none
     * @return this builder
     */
    public MlopsPipelineBuilder withoutStage(String stage) {
        stages.removeIf(present -> present.name().equals(stage));
        return this;
    }

    /**
     * Chooses how several executions get along.
     *
     * @param mode by default SUPERSEDED where there is an approval, else QUEUED
     * @return this builder
     */
    public MlopsPipelineBuilder executionMode(ExecutionMode mode) {
        this.executionMode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /**
     * Adds a variable, which a start may set and {@code #{variables.<name>}} reads.
     *
     * @param name at most 128 characters of {@code [A-Za-z0-9@\-_]}
     * @param defaultValue at most 1000 characters; empty where each start must say it
     * @return this builder
     */
    public MlopsPipelineBuilder variable(String name, String defaultValue) {
        return variable(new Variable(
                Objects.requireNonNull(name, "name"), Objects.requireNonNull(defaultValue, "defaultValue"), ""));
    }

    /**
     * Adds a variable.
     *
     * @param variable the variable; 50 at most
     * @return this builder
     */
    public MlopsPipelineBuilder variable(Variable variable) {
        variables.add(Objects.requireNonNull(variable, "variable"));
        return this;
    }

    /**
     * Retries a stage once by itself when it fails.
     *
     * @param stage {@code train}, {@code test}, or the name of a deploy stage
     * @param mode what runs again
     * @return this builder
     */
    public MlopsPipelineBuilder retry(String stage, RetryMode mode) {
        retries.put(Objects.requireNonNull(stage, "stage"), Objects.requireNonNull(mode, "mode"));
        return this;
    }

    /**
     * Rolls a deploy stage that failed back to its last success by itself.
     *
     * @return this builder
     */
    public MlopsPipelineBuilder rollBackOnFailure() {
        this.rollbackOnFailure = true;
        return this;
    }

    /**
     * Tags everything that the pipeline makes.
     *
     * @param key 1 to 128 characters, beginning neither with {@code aws:} nor with {@code mlops:}
     * @param value at most 256 characters
     * @return this builder
     */
    public MlopsPipelineBuilder tag(String key, String value) {
        tags.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Encrypts bucket and artifacts with a key of the team's. Its policy must let the pipeline's roles use it.
     *
     * @param keyArn the key's ARN
     * @return this builder
     */
    public MlopsPipelineBuilder kmsKey(String keyArn) {
        this.kmsKeyArn = Objects.requireNonNull(keyArn, "keyArn");
        return this;
    }

    /**
     * Uses a bucket of the team's: it is never configured, emptied or deleted. It must be versioned, and tell EventBridge
     * of its changes where the source starts on them.
     *
     * @param name the bucket's name
     * @return this builder
     */
    public MlopsPipelineBuilder bucket(String name) {
        this.bucket = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Uses a role of the team's for one actor: it is never changed or deleted.
     *
     * @param actor {@code pipeline}, {@code train-build}, {@code test-build}, {@code training}, {@code serving}, {@code
     *     deploy} or {@code start}
     * @param roleArn the role's ARN
     * @return this builder
     */
    public MlopsPipelineBuilder role(String actor, String roleArn) {
        roles.put(Objects.requireNonNull(actor, "actor"), Objects.requireNonNull(roleArn, "roleArn"));
        return this;
    }

    /**
     * Bounds the permissions of all roles that are made.
     *
     * @param policyArn a managed policy's ARN
     * @return this builder
     */
    public MlopsPipelineBuilder permissionsBoundary(String policyArn) {
        this.permissionsBoundary = Objects.requireNonNull(policyArn, "policyArn");
        return this;
    }

    /**
     * Puts the roles under a path of the team's.
     *
     * @param path as {@code /teams/risk/}; {@code mlops/<pipeline>/} follows it
     * @return this builder
     */
    public MlopsPipelineBuilder rolePath(String path) {
        this.rolePath = Objects.requireNonNull(path, "path");
        return this;
    }

    /**
     * Puts a prefix before the pipeline's name, from which all other names are derived.
     *
     * @param prefix as {@code risk-}; with the name 30 characters at most
     * @return this builder
     */
    public MlopsPipelineBuilder namePrefix(String prefix) {
        this.namePrefix = Objects.requireNonNull(prefix, "prefix");
        return this;
    }

    /**
     * Makes an ECR repository for the trainer image.
     *
     * @param name 2 to 256 lower-case letters, digits and {@code ._-/}
     * @return this builder
     */
    public MlopsPipelineBuilder repository(String name) {
        this.repository = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Says where the jars are that run in the pipeline.
     *
     * @param jars the jars; by default those on the classpath
     * @return this builder
     */
    public MlopsPipelineBuilder tools(ToolJars jars) {
        this.tools = Objects.requireNonNull(jars, "jars");
        return this;
    }

    /**
     * Checks the description.
     *
     * @return the pipeline
     * @throws io.mlops.spec.InvalidSpecException with every problem, if there is any
     */
    public MlopsPipeline build() {
        return new MlopsPipeline(spec(tools.digests()), tools, Clock.systemUTC(), Sleeper.SYSTEM);
    }

    PipelineSpec spec(Tools digests) {
        return new PipelineSpec(
                name, source.build(), training.build(), modelPackageGroup, test.build(), stages, options(), digests);
    }

    PipelineOptions options() {
        return new PipelineOptions(
                executionMode,
                variables,
                retries,
                rollbackOnFailure,
                tags,
                kmsKeyArn,
                bucket,
                roles,
                permissionsBoundary,
                rolePath,
                namePrefix,
                repository);
    }
}
