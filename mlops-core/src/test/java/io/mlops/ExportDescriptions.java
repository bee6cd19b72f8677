package io.mlops;

import io.mlops.spec.Channel;
import io.mlops.spec.PipelineOptions.ExecutionMode;
import io.mlops.spec.PipelineOptions.RetryMode;
import io.mlops.spec.PipelineOptions.Variable;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Trigger;
import io.mlops.spec.Trigger.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** ExportDescriptions that together use every feature of the builder. */
public final class ExportDescriptions {
    private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-1111-2222-3333-444455556666";
    private static final String CONNECTION =
            "arn:aws:codeconnections:eu-west-1:123456789012:connection/0a1b2c3d-1111-2222-3333-444455556666";
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:ml-releases";
    private static final List<String> SUBNETS = List.of("subnet-0a1b2c3d4e5f60718");
    private static final List<String> GROUPS = List.of("sg-0a1b2c3d4e5f60718");

    private ExportDescriptions() {}

    /** The descriptions, by what each is for. */
    public static Map<String, PipelineSpec> all() {
        return new TreeMap<>(Map.of(
                "plain", Examples.spec(),
                "full",
                        Descriptions.full(ToolJars.onClasspath())
                                .spec(Examples.spec().tools()),
                "connection", connection(),
                "secured", secured(),
                "owned", owned(),
                "spot", spot(),
                "fleets", fleets()));
    }

    /** Code connection with triggers, approvals, variables, retries. */
    private static PipelineSpec connection() {
        return Examples.with(b -> b.source(s -> s.connection(CONNECTION, "acme/fraud", "main")
                        .fullClone()
                        .onTags("v*")
                        .on(new Trigger(
                                new Filter(List.of("main", "release-*"), List.of("release-0")),
                                Filter.NONE,
                                new Filter(List.of("model/**"), List.of("docs/**")))))
                .approval(
                        "release",
                        a -> a.notify(TOPIC)
                                .customData("Is the new model good enough?")
                                .externalLink("https://example.com/models")
                                .timeout(Duration.ofDays(2)))
                .deploy("last", d -> d.endpoint("fraud-last").instanceType("ml.m5.xlarge"))
                .approval("closing", a -> {})
                .variable(new Variable("data-version", "2026-11", "which data"))
                .variable("ticket", "")
                .retry("train", RetryMode.FAILED_ACTIONS)
                .retry("production", RetryMode.ALL_ACTIONS));
    }

    /** Key, boundary, role path, prefix, tags, networks, rollback on failure, repository. */
    private static PipelineSpec secured() {
        return Examples.with(b -> b.kmsKey(KEY)
                .permissionsBoundary("arn:aws:iam::123456789012:policy/team-boundary")
                .rolePath("/teams/risk/")
                .namePrefix("risk-")
                .tag("team", "risk")
                .tag("cost: centre", "42: a/b")
                .repository("risk/mlops-training-java")
                .rollBackOnFailure()
                .training(t -> t.vpc(SUBNETS, GROUPS)
                        .networkIsolation()
                        .volumeKmsKey(KEY)
                        .environment("LOG_LEVEL", "debug"))
                .deploy(
                        "secured",
                        d -> d.endpoint("fraud-secured")
                                .instanceType("ml.m5.large")
                                .vpc(SUBNETS, GROUPS)
                                .networkIsolation()
                                .volumeKmsKey(KEY)));
    }

    /** The team's own bucket and some of its own roles; the source starts nothing. */
    private static PipelineSpec owned() {
        return Examples.with(b -> b.bucket("acme-ml-data")
                .role("training", "arn:aws:iam::123456789012:role/acme/ml-training")
                .role("pipeline", "arn:aws:iam::123456789012:role/acme-pipeline")
                .executionMode(ExecutionMode.PARALLEL)
                .source(s -> s.s3("source/fraud-detection.zip").startsOnChange(false)));
    }

    /** Spot with checkpoints, script mode, a test that leaves approval to a person. */
    private static PipelineSpec spot() {
        return Examples.with(b -> b.training(t -> t.scikitLearn("1.2-1", "code", "train.py")
                        .instanceType("ml.m5.xlarge")
                        .volumeSizeInGB(100)
                        .maxRuntime(Duration.ofHours(2))
                        .spot(Duration.ofHours(6))
                        .checkpoints("checkpoints/")
                        .channel(new Channel(
                                "validation",
                                "validation-data/",
                                "text/csv",
                                Channel.InputMode.FAST_FILE,
                                Channel.Distribution.SHARDED_BY_S3_KEY)))
                .test(t -> t.suite("suites/model-test.yml")
                        .threshold("roc_auc", 0.9)
                        .reportGroup("quality")
                        .approve(false))
                .executionMode(ExecutionMode.QUEUED));
    }

    /** Several training instances, serverless, variants, autoscaling, capture, strategies, alarms. */
    private static PipelineSpec fleets() {
        return Examples.with(b -> b.training(
                        t -> t.xgboost("1.7-1").instanceCount(2).trafficEncryption())
                .deploy("serverless", d -> d.endpoint("fraud-serverless").serverless(2048, 20))
                .deploy("warm", d -> d.endpoint("fraud-warm").variant("All", v -> v.serverless(2048, 20, 5)))
                .deploy(
                        "canary",
                        d -> d.endpoint("fraud-canary")
                                .instanceType("ml.m5.large")
                                .instances(2)
                                .canary(10, Duration.ofMinutes(5))
                                .terminationWait(Duration.ofMinutes(2))
                                .capture(20, "capture/")
                                .rollBackOn("fraud-5xx")
                                .rollBackWhen("ModelLatency", "p99", 200_000)
                                .keep(1)
                                .allowPending())
                .deploy(
                        "several",
                        d -> d.endpoint("fraud-several")
                                .variant(
                                        "A",
                                        v -> v.instanceType("ml.m5.xlarge")
                                                .instances(2)
                                                .weight(9)
                                                .scale(2, 6, 1000))
                                .variant("B", v -> v.instanceType("ml.g4dn.xlarge"))));
    }
}
