package io.mlops.spec;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a stage that deploys (API model of SageMaker; developer guide, serverless inference, deployment guardrails). */
final class DeployCheck {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Problems problems;
    private final OwnPrefixes own;

    DeployCheck(Problems problems, OwnPrefixes own) {
        this.problems = problems;
        this.own = own;
    }

    void check(String path, String testPrefix, DeployStage stage, Set<String> endpoints) {
        problems.rule(Rule.ENDPOINT_NAME, path + ".endpoint", stage.endpoint());
        if ((stage.endpoint() + "-").startsWith(testPrefix + "-")) {
            problems.add(
                    path + ".endpoint",
                    stage.endpoint(),
                    "a name that does not begin with " + testPrefix,
                    "the harness makes and deletes endpoints of that name: rename it");
        }
        problems.unique(endpoints, path + ".endpoint", stage.endpoint());
        variants(path, stage.variants());
        boolean serverless = stage.variants().stream().anyMatch(variant -> variant.serverless() != null);
        if (serverless) {
            serverless(path, stage);
        }
        capture(path + ".capture", stage.dataCapture());
        new DeploymentCheck(problems, path + ".deployment").check(stage);
        problems.vpc(path + ".vpc", stage.vpc());
        problems.rule(Rule.KMS_KEY, path + ".volumeKmsKey", stage.volumeKmsKey());
        problems.between(path + ".keep", stage.kept(), 0, 100, "old configs and models cost nothing, but fill lists");
        problems.between(
                path + ".deadline",
                stage.deadline(),
                Duration.ofMinutes(1),
                DAY,
                "CodePipeline ends an action after 24 hours");
    }

    private void variants(String path, List<Variant> variants) {
        if (variants.isEmpty() || variants.size() > 10) {
            problems.add(
                    path + ".variant",
                    variants.size() + " variants",
                    "1 to 10",
                    "write .instanceType(\"ml.m5.large\"), or .variant(…)");
        }
        Set<String> names = new HashSet<>();
        for (Variant variant : variants) {
            String at = variants.size() == 1 ? path : path + ".variant[" + variant.name() + "]";
            problems.rule(Rule.VARIANT_NAME, path + ".variant", variant.name());
            problems.unique(names, path + ".variant", variant.name());
            if (!(variant.weight() >= 0 && variant.weight() <= Float.MAX_VALUE)) {
                problems.add(at + ".weight", Double.toString(variant.weight()), "a number from 0", "write 1");
            }
            Serverless serverless = variant.serverless();
            if (serverless == null) {
                problems.rule(Rule.INSTANCE_TYPE, at + ".instanceType", variant.instanceType());
                problems.atLeastOne(at + ".instances", variant.instances());
            } else {
                serverless(at + ".serverless", variant, serverless);
            }
            scaling(at + ".scale", variant);
        }
        if (variants.stream().noneMatch(variant -> variant.weight() > 0) && !variants.isEmpty()) {
            problems.add(path + ".variant", "no weight above 0", "one above 0", "give the variants their shares");
        }
    }

    private void serverless(String path, Variant variant, Serverless serverless) {
        if (!variant.instanceType().isEmpty() || variant.instances() != 0) {
            problems.add(
                    path,
                    "instances and serverless",
                    "one of the two",
                    "leave .instanceType and .instances out, or .serverless");
        }
        int memory = serverless.memorySizeInMB();
        if (memory < 1024 || memory > 6144 || memory % 1024 != 0) {
            problems.add(
                    path + ".memorySizeInMB",
                    Integer.toString(memory),
                    "1024, 2048, 3072, 4096, 5120 or 6144",
                    "write one of them");
        }
        problems.between(path + ".maxConcurrency", serverless.maxConcurrency(), 1, 200, "write 5");
        Integer provisioned = serverless.provisionedConcurrency();
        if (provisioned != null) {
            problems.between(
                    path + ".provisionedConcurrency",
                    provisioned,
                    1,
                    Math.min(200, serverless.maxConcurrency()),
                    "it is a part of the greatest concurrency");
        }
    }

    /** Serverless inference takes no network of its own, no capture and no second variant (developer guide). */
    private void serverless(String path, DeployStage stage) {
        String fix = "serverless inference does not have it: leave it out, or serve on instances";
        if (stage.vpc() != null || stage.networkIsolation()) {
            problems.add(path + ".vpc", "a network with serverless", "none", fix);
        }
        if (stage.dataCapture() != null) {
            problems.add(path + ".capture", "data capture with serverless", "none", fix);
        }
        if (stage.variants().size() > 1) {
            problems.add(path + ".variant", stage.variants().size() + " variants", "one that is serverless", fix);
        }
    }

    private void scaling(String path, Variant variant) {
        Scaling scaling = variant.scaling();
        if (scaling == null) {
            return;
        }
        if (variant.serverless() != null) {
            problems.add(path, "scaling with serverless", "none", "it scales by itself: leave it out");
        }
        problems.atLeastOne(path + ".minCapacity", scaling.minCapacity());
        if (scaling.maxCapacity() < scaling.minCapacity()) {
            problems.add(
                    path + ".maxCapacity",
                    Integer.toString(scaling.maxCapacity()),
                    "a number from " + scaling.minCapacity(),
                    "it cannot be less than the fewest");
        }
        if (!(scaling.invocationsPerInstance() > 0 && scaling.invocationsPerInstance() <= Double.MAX_VALUE)) {
            problems.add(
                    path + ".invocationsPerInstance",
                    Double.toString(scaling.invocationsPerInstance()),
                    "a number above 0",
                    "write how many invocations a minute one instance bears");
        }
        problems.between(
                path + ".scaleInCooldown", scaling.scaleInCooldown(), Duration.ZERO, HOUR, "AWS's own is 5 minutes");
        problems.between(
                path + ".scaleOutCooldown", scaling.scaleOutCooldown(), Duration.ZERO, HOUR, "AWS's own is 5 minutes");
    }

    private void capture(String path, @Nullable DataCapture capture) {
        if (capture == null) {
            return;
        }
        problems.between(path, capture.samplingPercentage(), 1, 100, "write the percentage of requests");
        problems.rule(Rule.PREFIX, path + ".prefix", capture.prefix());
        own.checkPrefix(problems, path + ".prefix", capture.prefix());
        if (!capture.input() && !capture.output()) {
            problems.add(path, "neither input nor output", "at least one", "leave the capture out");
        }
        contentTypes(path + ".csvContentTypes", capture.csvContentTypes());
        contentTypes(path + ".jsonContentTypes", capture.jsonContentTypes());
    }

    private void contentTypes(String path, List<String> types) {
        problems.atMost(path, types.size(), 10);
        problems.each(Rule.MIME_TYPE, path, types);
    }
}
