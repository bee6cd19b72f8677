package io.mlops;

import io.mlops.apply.Sleeper;
import io.mlops.spec.DeployStage;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Stage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

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
    private final SourceBuilder source = new SourceBuilder();
    private final TrainingBuilder training = new TrainingBuilder();
    private final ModelTestBuilder test = new ModelTestBuilder();
    private final List<Stage> stages = new ArrayList<>();
    private String modelPackageGroup = "";
    private ToolJars tools = ToolJars.onClasspath();

    private MlopsPipelineBuilder(String name) {
        this.name = name;
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
        PipelineSpec spec = new PipelineSpec(
                name, source.build(), training.build(), modelPackageGroup, test.build(), stages, tools.digests());
        return new MlopsPipeline(spec, tools, Clock.systemUTC(), Sleeper.SYSTEM);
    }
}
