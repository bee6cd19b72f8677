package io.mlops.deploy.artifact;

import io.mlops.contract.DeploySettings.Scaling;
import io.mlops.contract.DeploySettings.Serverless;
import io.mlops.contract.DeploySettings.Variant;
import org.jspecify.annotations.Nullable;

/** What a variant must be: on instances, or serverless. */
final class VariantRules {
    private VariantRules() {}

    static void check(Variant variant, String field, Problems problems) {
        Serverless serverless = variant.serverless();
        if (serverless == null) {
            instances(variant, field, problems);
        } else {
            serverless(variant, serverless, field, problems);
        }
        problems.unless(
                variant.initialVariantWeight() >= 0,
                field + "initialVariantWeight",
                variant.initialVariantWeight(),
                "0 or more");
        timeout(variant.modelDataDownloadTimeoutInSeconds(), field + "modelDataDownloadTimeoutInSeconds", problems);
        timeout(
                variant.containerStartupHealthCheckTimeoutInSeconds(),
                field + "containerStartupHealthCheckTimeoutInSeconds",
                problems);
        Scaling scaling = variant.scaling();
        if (scaling != null) {
            scaling(scaling, field + "scaling.", problems);
        }
    }

    private static void instances(Variant variant, String field, Problems problems) {
        String type = variant.instanceType();
        problems.unless(
                type != null && type.startsWith("ml."),
                field + "instanceType",
                String.valueOf(type),
                "an ML instance type, as ml.m5.large");
        problems.unless(
                variant.initialInstanceCount() >= 1,
                field + "initialInstanceCount",
                variant.initialInstanceCount(),
                "1 or more");
    }

    private static void serverless(Variant variant, Serverless serverless, String field, Problems problems) {
        problems.unless(
                variant.instanceType() == null,
                field + "instanceType",
                String.valueOf(variant.instanceType()),
                "none for a serverless variant");
        problems.unless(
                variant.initialInstanceCount() == 0,
                field + "initialInstanceCount",
                variant.initialInstanceCount(),
                "0 for a serverless variant");
        problems.unless(variant.scaling() == null, field + "scaling", "a scaling", "none for a serverless variant");
        int memory = serverless.memorySizeInMB();
        problems.unless(
                memory >= 1024 && memory <= 6144 && memory % 1024 == 0,
                field + "serverless.memorySizeInMB",
                memory,
                "1024 to 6144 in steps of 1024");
        problems.between(field + "serverless.maxConcurrency", serverless.maxConcurrency(), 1, 200);
        Integer provisioned = serverless.provisionedConcurrency();
        if (provisioned != null) {
            problems.between(
                    field + "serverless.provisionedConcurrency",
                    provisioned,
                    1,
                    Math.min(200, serverless.maxConcurrency()));
        }
    }

    private static void scaling(Scaling scaling, String field, Problems problems) {
        problems.unless(scaling.minCapacity() >= 1, field + "minCapacity", scaling.minCapacity(), "1 or more");
        problems.unless(
                scaling.maxCapacity() >= scaling.minCapacity(),
                field + "maxCapacity",
                scaling.maxCapacity(),
                "minCapacity or more");
        problems.unless(
                scaling.invocationsPerInstance() > 0,
                field + "invocationsPerInstance",
                scaling.invocationsPerInstance(),
                "above 0");
        problems.unless(
                scaling.scaleInCooldownInSeconds() >= 0 && scaling.scaleOutCooldownInSeconds() >= 0,
                field + "scaleInCooldownInSeconds, scaleOutCooldownInSeconds",
                scaling.scaleInCooldownInSeconds() + ", " + scaling.scaleOutCooldownInSeconds(),
                "0 or more");
    }

    private static void timeout(@Nullable Integer seconds, String field, Problems problems) {
        if (seconds != null) {
            problems.between(field, seconds, 60, 3600);
        }
    }
}
