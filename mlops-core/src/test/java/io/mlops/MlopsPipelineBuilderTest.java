package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mlops.spec.InvalidSpecException;
import io.mlops.spec.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlopsPipelineBuilderTest {
    @TempDir
    private Path directory;

    private ToolJars jars;

    @BeforeEach
    void writeJars() throws IOException {
        Path launcher = Files.writeString(directory.resolve("launcher.jar"), "launcher");
        Path modelTest = Files.writeString(directory.resolve("model-test.jar"), "harness");
        Path lambda = Files.writeString(directory.resolve("lambda.jar"), "lambda");
        jars = ToolJars.at(launcher, modelTest, lambda);
    }

    @Test
    void buildsTheDesignsExample() {
        MlopsPipeline pipeline = valid(builder -> builder);

        assertThat(pipeline.spec().name()).isEqualTo("fraud-detection");
        assertThat(pipeline.spec().training().hyperParameters())
                .containsExactly(Map.entry("ntrees", "100"), Map.entry("max_depth", "10"));
        assertThat(pipeline.spec().deployStages())
                .extracting(stage -> stage.name())
                .containsExactly("staging", "production");
        assertThat(pipeline.spec().tools().launcher().sha256()).hasSize(64);
    }

    @Test
    void isEqualToAPipelineOfTheSameDescription() {
        assertThat(valid(builder -> builder)).isEqualTo(valid(builder -> builder));
        assertThat(valid(builder -> builder))
                .isNotEqualTo(valid(builder -> builder.training(t -> t.hyperparameter("ntrees", 200))));
    }

    @Test
    void tellsEveryProblemAtOnce() {
        InvalidSpecException thrown = catchThrowableOfType(
                InvalidSpecException.class,
                () -> MlopsPipelineBuilder.named("Fraud")
                        .training(t -> t.instanceType("m5.large").maxRuntime(Duration.ofDays(3)))
                        .deploy("production", d -> d.endpoint("-x").instances(0))
                        .deploy("production", d -> d.endpoint("fraud").instanceType("ml.m5.large"))
                        .tools(ToolJars.at(directory.resolve("absent.jar"), directory, directory))
                        .build());

        assertThat(thrown.problems())
                .extracting(Problem::path)
                .containsExactly(
                        "name",
                        "source.s3",
                        "training.image",
                        "training.instanceType",
                        "training.maxRuntime",
                        "training.channel",
                        "modelPackageGroup",
                        "test.instanceType",
                        "deploy[production].endpoint",
                        "deploy[production].instanceType",
                        "deploy[production].instances",
                        "deploy[production]",
                        "tools.launcher",
                        "tools.modelTest",
                        "tools.lambdaDeploy");
        assertThat(thrown.problems())
                .allSatisfy(problem -> assertThat(problem.toString()).hasLineCount(1));
        assertThat(thrown).hasMessageContaining("io.mlops:mlops-launcher:tool");
    }

    @Test
    void refusesInstanceTypeWithoutMlPrefix() {
        assertThat(problems(builder -> builder.training(t -> t.instanceType("m5.large"))))
                .extracting(Problem::toString)
                .containsExactly(
                        "training.instanceType: got \"m5.large\"; accepted is an ML instance type, as ml.m5.large;"
                                + " write the type with its ml. prefix");
    }

    @Test
    void refusesAnEndpointThatTheHarnessWouldDelete() {
        assertThat(problems(builder -> builder.deploy(
                        "third", d -> d.endpoint("fraud-detection-test").instanceType("ml.m5.large"))))
                .extracting(Problem::path)
                .containsExactly("deploy[third].endpoint");
    }

    @Test
    void refusesTwoStagesWithOneEndpoint() {
        assertThat(problems(builder -> builder.deploy(
                        "third", d -> d.endpoint("fraud-detection").instanceType("ml.m5.large"))))
                .extracting(Problem::path)
                .containsExactly("deploy[third].endpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fraud-detection/",
                "fraud-detection/holdout/",
                "fraud-det",
                "models/",
                "models/x/",
                "tools/x/",
                "settings/",
                "s"
            })
    void refusesAChannelThatSharesKeysWithWhatThePipelineWrites(String prefix) {
        assertThat(problems(builder -> builder.training(t -> t.channel("validation", prefix))))
                .extracting(Problem::toString)
                .containsExactly("training.channel[validation].prefix: got \"" + prefix
                        + "\"; accepted is a prefix that shares no keys with code/, models/, reports/, settings/, tools/,"
                        + " fraud-detection/; the pipeline writes there: put the data under another prefix");
    }

    @Test
    void refusesAChannelUnderTheNameThatCodePipelineCutsToTwentyCharacters() {
        InvalidSpecException thrown = catchThrowableOfType(
                InvalidSpecException.class,
                () -> complete("fraud-detection-production")
                        .training(t -> t.channel("validation", "fraud-detection-prod/")
                                .channel("other", "fraud-detection-production/"))
                        .build());

        assertThat(thrown.problems()).extracting(Problem::path).containsExactly("training.channel[validation].prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fraud-detection/x.zip", "models/x.zip", "tools/x.zip", "settings/x.zip"})
    void refusesASourceWhereThePipelineWrites(String key) {
        assertThat(problems(builder -> builder.source(s -> s.s3(key))))
                .extracting(Problem::path)
                .containsExactly("source.s3");
    }

    @Test
    void refusesMetricsWithoutOneCaptureGroup() {
        assertThat(problems(builder ->
                        builder.training(t -> t.metric("a", "a=([0-9]+)(x)").metric("b", "b=("))))
                .extracting(Problem::path)
                .containsExactly("training.metric[a].regex", "training.metric[b].regex");
    }

    @Test
    void refusesMoreThanAwsTakes() {
        assertThat(problems(builder -> builder.training(t -> {
                            for (int i = 0; i < 101; i++) {
                                t.hyperparameter("key" + i, i);
                            }
                            for (int i = 0; i < 20; i++) {
                                t.channel("channel" + i, "data/");
                            }
                            for (int i = 0; i < 41; i++) {
                                t.metric("metric" + i, "x=(.*)");
                            }
                        })
                        .training(t -> t.hyperparameter("long", "x".repeat(2501)))))
                .extracting(Problem::path)
                .containsExactly(
                        "training.hyperparameter",
                        "training.hyperparameter[long]",
                        "training.channel",
                        "training.metric");
    }

    private List<Problem> problems(UnaryOperator<MlopsPipelineBuilder> change) {
        return catchThrowableOfType(InvalidSpecException.class, () -> valid(change))
                .problems();
    }

    private MlopsPipeline valid(UnaryOperator<MlopsPipelineBuilder> change) {
        return change.apply(complete("fraud-detection")).build();
    }

    private MlopsPipelineBuilder complete(String name) {
        return MlopsPipelineBuilder.named(name)
                .source(s -> s.s3("source/fraud-detection.zip"))
                .training(t -> t.image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/mlops-training-java:1.0.0")
                        .instanceType("ml.m5.large")
                        .hyperparameter("ntrees", 100)
                        .hyperparameter("max_depth", 10)
                        .channel("training", "training-data/"))
                .modelPackageGroup("fraud-detection-models")
                .test(t -> t.instanceType("ml.m5.large").suite("model-test.yml"))
                .deploy("staging", d -> d.endpoint("fraud-detection-staging").instanceType("ml.m5.large"))
                .deploy(
                        "production",
                        d -> d.endpoint("fraud-detection")
                                .instanceType("ml.m5.large")
                                .instances(2))
                .tools(jars);
    }
}
