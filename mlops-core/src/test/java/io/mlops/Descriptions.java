package io.mlops;

import io.mlops.spec.Channel;
import io.mlops.spec.Channel.Distribution;
import io.mlops.spec.Channel.InputMode;
import io.mlops.spec.Deployment.CapacitySize;
import io.mlops.spec.Deployment.CapacitySize.Unit;
import io.mlops.spec.Deployment.Strategy;
import io.mlops.spec.PipelineOptions.ExecutionMode;
import io.mlops.spec.PipelineOptions.RetryMode;
import io.mlops.spec.Serving;
import io.mlops.spec.Trigger;
import io.mlops.spec.Trigger.Filter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Descriptions that together say everything that one can say. */
public final class Descriptions {
    static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    static final String CONNECTION =
            "arn:aws:codeconnections:eu-west-1:123456789012:connection/11111111-2222-3333-4444-555555555555";
    static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:releases";

    private Descriptions() {}

    /** Jars that stand for the tools. */
    public static ToolJars jars(Path directory) {
        return ToolJars.at(jar(directory, "launcher"), jar(directory, "model-test"), jar(directory, "lambda"));
    }

    /** Jars of another version. */
    public static ToolJars otherJars(Path directory) {
        return ToolJars.at(jar(directory, "launcher-2"), jar(directory, "model-test-2"), jar(directory, "lambda-2"));
    }

    /** A zip with one empty entry. */
    static Path jar(Path directory, String name) {
        Path jar = directory.resolve(name + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(0);
            zip.putNextEntry(entry);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a team writes first. */
    public static MlopsPipelineBuilder plain(ToolJars jars) {
        return MlopsPipelineBuilder.named("fraud")
                .source(s -> s.s3("source/fraud.zip"))
                .training(t -> t.javaTrainer("123456789012.dkr.ecr.eu-west-1.amazonaws.com/trainer:1")
                        .instanceType("ml.m5.large")
                        .channel("training", "training-data/"))
                .modelPackageGroup("fraud-models")
                .test(t -> t.instanceType("ml.m5.large"))
                .deploy("production", d -> d.endpoint("fraud").instanceType("ml.m5.large"))
                .tools(jars);
    }

    /** A repository, a script, spot, networks, keys, several stages with approvals, the team's own names and roles. */
    public static MlopsPipelineBuilder full(ToolJars jars) {
        return MlopsPipelineBuilder.named("fraud")
                .source(s -> s.connection(CONNECTION, "team/fraud", "main")
                        .fullClone()
                        .on(new Trigger(
                                new Filter(List.of("main", "release-*"), List.of("wip-*")),
                                Filter.NONE,
                                new Filter(List.of("models/**"), List.of())))
                        .onTags("v*"))
                .training(t -> t.scikitLearn("1.2-1", "code", "train.py")
                        .instanceType("ml.c5.xlarge")
                        .volumeSizeInGB(50)
                        .maxRuntime(Duration.ofHours(2))
                        .spot(Duration.ofHours(4))
                        .checkpoints("checkpoints/")
                        .hyperparameter("n_estimators", 200)
                        .channel(new Channel(
                                "training",
                                "training-data/",
                                "text/csv",
                                InputMode.FAST_FILE,
                                Distribution.SHARDED_BY_S3_KEY))
                        .metric("auc", "auc=([0-9.]+)")
                        .environment("LOG_LEVEL", "info")
                        .vpc(List.of("subnet-1", "subnet-2"), List.of("sg-1"))
                        .networkIsolation()
                        .trafficEncryption()
                        .volumeKmsKey("alias/volumes")
                        .serving(new Serving(
                                null,
                                Map.of("WORKERS", "2"),
                                List.of("text/csv"),
                                List.of("text/csv", "application/json"),
                                List.of("ml.m5.xlarge"))))
                .modelPackageGroup("fraud-models")
                .test(t -> t.instanceType("ml.m5.large")
                        .suite("tests/suite.yml")
                        .threshold("roc_auc", 0.8)
                        .reportGroup("quality")
                        .approve(false))
                .deploy(
                        "staging",
                        d -> d.endpoint("fraud-staging")
                                .serverless(2048, 5)
                                .allowPending()
                                .keep(1))
                .approval(
                        "release",
                        a -> a.notify(TOPIC)
                                .customData("model of #{codepipeline.PipelineExecutionId}")
                                .externalLink("https://wiki.example.com/release")
                                .timeout(Duration.ofDays(2)))
                .deploy(
                        "canary",
                        d -> d.endpoint("fraud-eu")
                                .instanceType("ml.m5.large")
                                .instances(4)
                                .scale(2, 8, 1000)
                                .capture(20, "capture/")
                                .canary(25, Duration.ofMinutes(5))
                                .terminationWait(Duration.ofMinutes(2))
                                .rollBackOn("fraud-5xx")
                                .rollBackWhen("ModelLatency", "p99", 200_000)
                                .vpc(List.of("subnet-1"), List.of("sg-1"))
                                .volumeKmsKey("alias/volumes")
                                .deadline(Duration.ofHours(3)))
                .deploy(
                        "variants",
                        d -> d.endpoint("fraud-us")
                                .variant(
                                        "A",
                                        v -> v.instanceType("ml.m5.large")
                                                .instances(2)
                                                .weight(3))
                                .variant("B", v -> v.instanceType("ml.c5.large").instances(2))
                                .linear(50, Duration.ofMinutes(1))
                                .networkIsolation())
                .deploy(
                        "rolling",
                        d -> d.endpoint("fraud-ap")
                                .instanceType("ml.m5.large")
                                .instances(4)
                                .shift(
                                        Strategy.ROLLING,
                                        new CapacitySize(Unit.INSTANCE_COUNT, 1),
                                        Duration.ofMinutes(1)))
                .executionMode(ExecutionMode.QUEUED)
                .variable("model", "fraud")
                .retry("train", RetryMode.ALL_ACTIONS)
                .retry("test", RetryMode.FAILED_ACTIONS)
                .rollBackOnFailure()
                .tag("team", "risk")
                .kmsKey(KEY)
                .bucket("team-bucket")
                .role("training", "arn:aws:iam::123456789012:role/team/training")
                .permissionsBoundary("arn:aws:iam::123456789012:policy/boundary")
                .rolePath("/teams/risk/")
                .namePrefix("risk-")
                .repository("ml/trainer")
                .tools(jars);
    }

    /** AWS's own algorithm on several instances, several in parallel. */
    public static MlopsPipelineBuilder xgboost(ToolJars jars) {
        return plain(jars).training(t -> t.xgboost("1.7-1").instanceCount(2)).executionMode(ExecutionMode.PARALLEL);
    }
}
