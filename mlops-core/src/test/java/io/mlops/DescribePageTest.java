package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.spec.Channel;
import io.mlops.spec.Channel.Distribution;
import io.mlops.spec.Channel.InputMode;
import io.mlops.spec.ConnectionSource;
import io.mlops.spec.DeployStage;
import io.mlops.spec.InvalidSpecException;
import io.mlops.spec.PipelineOptions.ExecutionMode;
import io.mlops.spec.PipelineOptions.RetryMode;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.S3Source;
import io.mlops.spec.Stage;
import io.mlops.spec.Trigger;
import io.mlops.spec.Trigger.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs {@code docs/describe.md}. */
class DescribePageTest extends PageTest {
    private MlopsPipelineBuilder builder;

    DescribePageTest() {
        super("describe.md");
        builder = MlopsPipelineBuilder.named("fraud");
    }

    @BeforeEach
    void begin() {
        builder = PageDescriptions.fraud(jars);
    }

    @Test
    void describesAndDraws() throws IOException {
        program("Describe");

        page.shows("describe", shell("describe"));

        assertThat(directory.resolve("pipeline.json"))
                .content()
                .isEqualTo(builder.build().toJson());
    }

    @Test
    void takesSources() {
        builder.source(s -> s.s3("source/fraud.zip").startsOnChange(false));
        assertThat(spec().source()).isEqualTo(new S3Source("source/fraud.zip", false));

        String connection = Descriptions.CONNECTION;
        builder.source(s -> s.connection(connection, "acme/fraud", "main")
                .onTags("v*")
                .on(new Trigger(
                        new Filter(List.of("main", "release-*"), List.of("release-0")),
                        Filter.NONE,
                        new Filter(List.of("model/**"), List.of("docs/**")))));
        assertThat(spec().source())
                .isInstanceOfSatisfying(
                        ConnectionSource.class,
                        source -> assertThat(source.triggers()).hasSize(2));
    }

    @Test
    void trainsAScriptOnSpareInstancesInANetwork() {
        builder.training(t -> t.scikitLearn("1.2-1", "code", "train.py")
                .hyperparameter("n_estimators", 100)
                .metric("accuracy", "Model accuracy: ([0-9.]+)"));
        builder.training(
                t -> t.maxRuntime(Duration.ofHours(2)).spot(Duration.ofHours(6)).checkpoints("checkpoints/"));
        builder.training(t -> t.vpc(List.of("subnet-0a1b2c3d4e5f60718"), List.of("sg-0a1b2c3d4e5f60718"))
                .volumeKmsKey("alias/training")
                .networkIsolation()
                .environment("LOG_LEVEL", "debug"));

        assertThat(spec().training().script()).isNotNull();
        assertThat(spec().training().spot()).isNotNull();
        assertThat(spec().training().vpc()).isNotNull();
    }

    @Test
    void trainsOnSeveralInstances() {
        builder.training(t -> t.xgboost("1.7-1")
                .instanceCount(2)
                .trafficEncryption()
                .hyperparameter("objective", "binary:logistic")
                .hyperparameter("num_round", 200)
                .channel(new Channel("train", "shards/", "text/csv", InputMode.FILE, Distribution.SHARDED_BY_S3_KEY)));

        assertThat(spec().training().image().toString()).contains("1.7-1");
        assertThat(spec().training().instanceCount()).isEqualTo(2);
    }

    @Test
    void testsAndDeploys() {
        builder.test(t -> t.instanceType("ml.m5.large")
                .suite("suites/model-test.yml")
                .threshold("roc_auc", 0.9)
                .reportGroup("quality")
                .approve(false));
        builder.deploy(
                        "staging",
                        d -> d.endpoint("fraud-staging").serverless(2048, 5).allowPending())
                .approval(
                        "release",
                        a -> a.notify("arn:aws:sns:eu-west-1:123456789012:ml-releases")
                                .customData("Is the new model good enough?")
                                .externalLink("https://example.com/models")
                                .timeout(Duration.ofDays(2)))
                .deploy(
                        "europe",
                        d -> d.endpoint("fraud-eu")
                                .instanceType("ml.m5.large")
                                .instances(4)
                                .scale(2, 8, 1000)
                                .capture(20, "capture/"))
                .deploy(
                        "shadow",
                        d -> d.endpoint("fraud-ab")
                                .variant("A", v -> v.instanceType("ml.m5.large").weight(9))
                                .variant("B", v -> v.instanceType("ml.c5.large")));
        builder.deploy(
                "canary",
                d -> d.endpoint("fraud-canary")
                        .instanceType("ml.m5.large")
                        .instances(2)
                        .canary(10, Duration.ofMinutes(5))
                        .terminationWait(Duration.ofMinutes(2))
                        .rollBackOn("fraud-5xx")
                        .rollBackWhen("ModelLatency", "p99", 200_000)
                        .deadline(Duration.ofHours(2)));

        assertThat(spec().stages())
                .extracting(Stage::name)
                .containsExactly("production", "staging", "release", "europe", "shadow", "canary");
        assertThat(spec().deployStages())
                .extracting(DeployStage::pendingAllowed)
                .containsOnlyOnce(true);
        assertThat(spec().test().approve()).isFalse();
    }

    @Test
    void takesOptions() {
        String key = Descriptions.KEY;
        builder.executionMode(ExecutionMode.QUEUED)
                .variable("data-version", "2026-11")
                .retry("train", RetryMode.FAILED_ACTIONS)
                .rollBackOnFailure()
                .tag("team", "risk")
                .kmsKey(key)
                .namePrefix("risk-")
                .rolePath("/teams/risk/")
                .permissionsBoundary("arn:aws:iam::123456789012:policy/team-boundary")
                .repository("risk/mlops-trainer");
        builder.bucket("acme-ml-data").role("training", "arn:aws:iam::123456789012:role/acme/ml-training");

        assertThat(spec().pipelineName()).isEqualTo("risk-fraud");
        assertThat(spec().options().bucket()).isEqualTo("acme-ml-data");
    }

    @Test
    void readsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file.json"), page.snippet("json: file"));
        Path launcher = Descriptions.jar(directory, "mlops-launcher");
        Path modelTest = Descriptions.jar(directory, "mlops-model-test");
        Path lambdaDeploy = Descriptions.jar(directory, "mlops-lambda-deploy");
        ToolJars jars = ToolJars.at(launcher, modelTest, lambdaDeploy);
        MlopsPipeline pipeline = MlopsPipeline.fromJson(Files.readString(file), jars);

        assertThat(pipeline).isEqualTo(builder.build());
    }

    @Test
    void tellsAllProblemsAtOnce() {
        try {
            builder.training(t -> t.instanceType("m5.large").maxRuntime(Duration.ofDays(3)))
                    .deploy(
                            "canary",
                            d -> d.endpoint("fraud").instanceType("ml.m5.large").canary(10, Duration.ofMinutes(5)))
                    .build();
        } catch (InvalidSpecException e) {
            System.out.println(e.getMessage());
        }

        shows("problems");
    }

    private PipelineSpec spec() {
        return builder.build().spec();
    }
}
