package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mlops.spec.Channel;
import io.mlops.spec.Channel.Distribution;
import io.mlops.spec.Channel.InputMode;
import io.mlops.spec.Checkpoints;
import io.mlops.spec.DataCapture;
import io.mlops.spec.Deployment.CapacitySize;
import io.mlops.spec.Deployment.CapacitySize.Unit;
import io.mlops.spec.Deployment.ConfigAlarm;
import io.mlops.spec.Deployment.Strategy;
import io.mlops.spec.InvalidSpecException;
import io.mlops.spec.PipelineOptions.ExecutionMode;
import io.mlops.spec.PipelineOptions.RetryMode;
import io.mlops.spec.Problem;
import io.mlops.spec.Serving;
import io.mlops.spec.Trigger;
import io.mlops.spec.Trigger.Filter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One change of a valid description for each rule, and the field that is named for it. */
class DescriptionRulesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Filter NONE = Filter.NONE;
    private static final Filter MAIN = new Filter(List.of("main"), List.of());

    @TempDir
    private Path directory;

    private static Arguments refused(String path, UnaryOperator<MlopsPipelineBuilder> change) {
        return Arguments.of(path, change);
    }

    private static Arguments source(String path, Consumer<SourceBuilder> change) {
        return refused(path, builder -> builder.source(change));
    }

    private static Arguments training(String path, Consumer<TrainingBuilder> change) {
        return refused(path, builder -> builder.training(change));
    }

    private static Arguments test(String path, Consumer<ModelTestBuilder> change) {
        return refused(path, builder -> builder.test(change));
    }

    /** A stage on two instances of its own endpoint. */
    private static Arguments deploy(String path, Consumer<DeployBuilder> change) {
        return refused(
                "deploy[second]" + path,
                builder -> builder.deploy("second", d -> {
                    d.endpoint("second").instanceType("ml.m5.large").instances(2);
                    change.accept(d);
                }));
    }

    private static Arguments approval(String path, Consumer<ApprovalBuilder> change) {
        return refused("approval[release]" + path, builder -> builder.approval("release", change));
    }

    private static SourceBuilder repository(SourceBuilder source) {
        return source.connection(Descriptions.CONNECTION, "team/fraud", "main");
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                source("source.connection", s -> s.connection("arn:aws:s3:::x", "team/fraud", "main")),
                source("source.repository", s -> s.connection(Descriptions.CONNECTION, "fraud", "main")),
                source("source.branch", s -> s.connection(Descriptions.CONNECTION, "team/fraud", "")),
                source(
                        "source.trigger",
                        s -> repository(s).onTags("a").onTags("b").onTags("c").onTags("d")),
                source("source.trigger[0]", s -> repository(s).on(new Trigger(NONE, NONE, NONE))),
                source("source.trigger[0]", s -> repository(s).on(new Trigger(MAIN, MAIN, NONE))),
                source(
                        "source.trigger[0].branches.includes",
                        s -> repository(s)
                                .onBranches(Collections.nCopies(9, "x").toArray(String[]::new))),
                source("source.trigger[0].tags.includes", s -> repository(s).onTags("")));
    }

    static Stream<Arguments> trainings() {
        return Stream.of(
                training("training.image", t -> t.image("x".repeat(256))),
                training("training.image", t -> t.xgboost("9.9-9")),
                training("training.instanceCount", t -> t.instanceCount(0)),
                training("training.volumeSizeInGB", t -> t.volumeSizeInGB(0)),
                training("training.maxRuntime", t -> t.maxRuntime(Duration.ofSeconds(59))),
                training("training.spot.maxWait", t -> t.spot(Duration.ofMinutes(59))),
                training("training.spot.maxWait", t -> t.spot(Duration.ofHours(36))),
                training("training.checkpoints.prefix", t -> t.checkpoints("models/x/")),
                training("training.checkpoints.localPath", t -> t.checkpoints(new Checkpoints("checkpoints/", "/tmp"))),
                training(
                        "training.hyperparameter",
                        t -> t.scikitLearn("1.2-1", "code", "train.py")
                                .hyperparameter("sagemaker_program", "other.py")),
                training(
                        "training.instanceCount",
                        t -> t.scikitLearn("1.2-1", "code", "train.py").instanceCount(2)),
                training("training.script.directory", t -> t.scikitLearn("1.2-1", "../code", "train.py")),
                training("training.script.entryPoint", t -> t.scikitLearn("1.2-1", "code", "/train.py")),
                training("training.script.entryPoint", t -> t.scikitLearn("1.2-1", "code", "src/train.py")),
                training(
                        "training.hyperparameter",
                        t -> t.scikitLearn("1.2-1", "code", "train.py")
                                .hyperparameter("sagemaker_region", "eu-west-1")),
                training(
                        "training.channel[code]",
                        t -> t.scikitLearn("1.2-1", "code", "train.py")
                                .networkIsolation()
                                .channel("code", "code-data/")),
                training("training.channel[x y]", t -> t.channel("x y", "data/")),
                training(
                        "training.channel[b].contentType",
                        t -> t.channel(new Channel("b", "data/", "", InputMode.PIPE, Distribution.FULLY_REPLICATED))),
                training("training.environment", t -> t.environment("A-B", "x")),
                training("training.environment[A]", t -> t.environment("A", "x".repeat(513))),
                training("training.vpc.subnets", t -> t.vpc(List.of(), List.of("sg-1"))),
                training("training.vpc.securityGroups", t -> t.vpc(List.of("subnet-1"), List.of("a b"))),
                training("training.volumeKmsKey", t -> t.volumeKmsKey("a b")),
                training(
                        "training.serving.contentTypes",
                        t -> t.serving(new Serving(null, Map.of(), List.of(), List.of("text/csv"), List.of()))),
                training(
                        "training.serving.environment[A]",
                        t -> t.serving(new Serving(
                                null,
                                Map.of("A", "x".repeat(1025)),
                                List.of("text/csv"),
                                List.of("text/csv"),
                                List.of()))),
                test("test.suite", t -> t.suite("../suite.yml")),
                test("test.threshold", t -> t.threshold("ROC AUC", 0.8)),
                test("test.threshold[roc_auc]", t -> t.threshold("roc_auc", Double.NaN)),
                test("test.reportGroup", t -> t.reportGroup("x")));
    }

    static Stream<Arguments> deployments() {
        return Stream.of(
                deploy(".variant", d -> d.variant("-x", v -> v.instanceType("ml.m5.large"))),
                deploy(
                        ".weight",
                        d -> d.variant("A", v -> v.instanceType("ml.m5.large").weight(-1))),
                deploy(
                        ".variant",
                        d -> d.variant("A", v -> v.instanceType("ml.m5.large").weight(0))),
                deploy(".serverless", d -> d.serverless(2048, 5)),
                deploy(".serverless.memorySizeInMB", d -> d.variant("A", v -> v.serverless(1500, 5))),
                deploy(".serverless.maxConcurrency", d -> d.variant("A", v -> v.serverless(1024, 201))),
                deploy(".serverless.provisionedConcurrency", d -> d.variant("A", v -> v.serverless(1024, 5, 6))),
                deploy(".vpc", d -> d.variant("A", v -> v.serverless(1024, 5)).networkIsolation()),
                deploy(
                        ".capture",
                        d -> d.variant("A", v -> v.serverless(1024, 5)).capture(10, "capture/")),
                deploy(
                        ".variant",
                        d -> d.variant("A", v -> v.serverless(1024, 5)).variant("B", v -> v.serverless(1024, 5))),
                deploy(
                        ".deployment",
                        d -> d.variant("A", v -> v.serverless(1024, 5)).canary(10, MINUTE)),
                deploy(".scale.minCapacity", d -> d.scale(0, 2, 100)),
                deploy(".scale.maxCapacity", d -> d.scale(3, 2, 100)),
                deploy(".scale.invocationsPerInstance", d -> d.scale(1, 2, 0)),
                deploy(".scale", d -> d.variant("A", v -> v.serverless(1024, 5).scale(1, 2, 100))),
                deploy(".capture", d -> d.capture(0, "capture/")),
                deploy(".capture.prefix", d -> d.capture(10, "tools/x/")),
                deploy(".capture", d -> d.capture(new DataCapture(10, "c/", false, false, List.of(), List.of()))),
                deploy(
                        ".capture.csvContentTypes",
                        d -> d.capture(new DataCapture(10, "c/", true, true, List.of("text"), List.of()))),
                deploy(".deployment", d -> d.instances(1).canary(10, MINUTE)),
                deploy(".deployment.size", d -> d.canary(51, MINUTE)),
                deploy(".deployment.size", d -> d.linear(9, MINUTE)),
                deploy(".deployment.size", d -> d.rolling(4, MINUTE)),
                deploy(
                        ".deployment.size",
                        d -> d.shift(Strategy.CANARY, new CapacitySize(Unit.INSTANCE_COUNT, 2), MINUTE)),
                deploy(".deployment.size", d -> d.shift(Strategy.LINEAR, null, MINUTE)),
                deploy(
                        ".deployment.size",
                        d -> d.shift(Strategy.ALL_AT_ONCE, new CapacitySize(Unit.INSTANCE_COUNT, 1), Duration.ZERO)),
                deploy(
                        ".deployment",
                        d -> d.variant("A", v -> v.instanceType("ml.m5.large").instances(2))
                                .variant("B", v -> v.instanceType("ml.m5.large").instances(2))
                                .rolling(50, MINUTE)),
                deploy(".deployment.waitInterval", d -> d.canary(50, Duration.ofMinutes(61))),
                deploy(".deployment.terminationWait", d -> d.terminationWait(Duration.ofMinutes(61))),
                deploy(".deployment.terminationWait", d -> d.rolling(50, MINUTE).terminationWait(MINUTE)),
                deploy(".deployment.maximumExecutionTimeout", d -> d.maximumExecutionTimeout(Duration.ofMinutes(9))),
                deploy(
                        ".deployment.maximumExecutionTimeout",
                        d -> d.canary(50, Duration.ofMinutes(30)).maximumExecutionTimeout(Duration.ofMinutes(30))),
                deploy(".deployment.maximumExecutionTimeout", d -> d.deadline(Duration.ofMinutes(20))),
                deploy(
                        ".deployment.alarms",
                        d -> d.rollBackOn("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")),
                deploy(".deployment.rollBackOn", d -> d.rollBackOn("x", "x")),
                deploy(".deployment.rollBackWhen[Errors]", d -> d.rollBackWhen("Errors", "Sum", 1)),
                deploy(
                        ".deployment.rollBackWhen[ModelLatency].statistic",
                        d -> d.rollBackWhen("ModelLatency", "Median", 1)),
                deploy(
                        ".deployment.rollBackWhen[ModelLatency].period",
                        d -> d.rollBackWhen(new ConfigAlarm("ModelLatency", "p99", 1, Duration.ofSeconds(45), 1))),
                deploy(".vpc.subnets", d -> d.vpc(List.of(), List.of("sg-1"))),
                deploy(".volumeKmsKey", d -> d.volumeKmsKey("a b")),
                deploy(".keep", d -> d.keep(-1)),
                deploy(".deadline", d -> d.deadline(Duration.ofHours(25))));
    }

    static Stream<Arguments> wholes() {
        return Stream.of(
                approval(".notify", a -> a.notify("arn:aws:sqs:eu-west-1:123456789012:x")),
                approval(".customData", a -> a.customData("x".repeat(1001))),
                approval(".externalLink", a -> a.externalLink("ftp://x")),
                approval(".timeout", a -> a.timeout(Duration.ofMinutes(4))),
                refused("variable[a b]", b -> b.variable("a b", "x")),
                refused("variable[a].defaultValue", b -> b.variable("a", "x".repeat(1001))),
                refused("retry", b -> b.retry("nowhere", RetryMode.ALL_ACTIONS)),
                refused(
                        "retry",
                        b -> b.retry("production", RetryMode.ALL_ACTIONS).rollBackOnFailure()),
                refused("rollBackOnFailure", b -> b.rollBackOnFailure().executionMode(ExecutionMode.PARALLEL)),
                refused("tags", b -> b.tag("aws:team", "x")),
                refused("tags", b -> b.tag("mlops:pipeline", "x")),
                refused("tags[team]", b -> b.tag("team", "x".repeat(257))),
                refused("kmsKey", b -> b.kmsKey("alias/x")),
                refused("bucket", b -> b.bucket("Bucket")),
                refused("roles", b -> b.role("trainer", "arn:aws:iam::123456789012:role/x")),
                refused("roles[training]", b -> b.role("training", "x")),
                refused("permissionsBoundary", b -> b.permissionsBoundary("x")),
                refused("rolePath", b -> b.rolePath("teams/")),
                refused("namePrefix", b -> b.namePrefix("Risk-")),
                // The name "fraud" and a prefix of 26 characters.
                refused("namePrefix", b -> b.namePrefix("abcdefghijklmnopqrstuvwxy-")),
                refused("repository", b -> b.repository("ML")));
    }

    @ParameterizedTest
    @MethodSource({"sources", "trainings", "deployments", "wholes"})
    void namesTheFieldThatBreaksARule(String path, UnaryOperator<MlopsPipelineBuilder> change) {
        InvalidSpecException thrown = catchThrowableOfType(
                InvalidSpecException.class,
                () -> change.apply(Descriptions.plain(Descriptions.jars(directory)))
                        .build());

        assertThat(thrown).as("no problem was found").isNotNull();
        assertThat(thrown.problems()).extracting(Problem::path).contains(path);
        assertThat(thrown.problems()).allSatisfy(problem -> {
            assertThat(problem.toString()).hasLineCount(1);
            assertThat(problem.expected()).isNotBlank();
            assertThat(problem.fix()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("sound")
    void takesWhatAwsTakes(UnaryOperator<MlopsPipelineBuilder> change) {
        assertThat(change.apply(Descriptions.plain(Descriptions.jars(directory)))
                        .build())
                .isNotNull();
    }

    static Stream<Arguments> sound() {
        return Stream.<UnaryOperator<MlopsPipelineBuilder>>of(
                        b -> b.deploy("second", d -> d.endpoint("second").serverless(6144, 200)),
                        b -> b.deploy(
                                "second",
                                d -> d.endpoint("second")
                                        .instanceType("ml.m5.large")
                                        .instances(2)
                                        .canary(50, Duration.ofHours(1))),
                        b -> b.training(t -> t.spot(Duration.ofHours(1)).maxRuntime(Duration.ofHours(1))),
                        b -> b.approval("release", a -> a.timeout(Duration.ofDays(60))),
                        b -> b.source(s ->
                                repository(s).on(new Trigger(MAIN, NONE, MAIN)).onTags("v*")))
                .map(Arguments::of);
    }
}
