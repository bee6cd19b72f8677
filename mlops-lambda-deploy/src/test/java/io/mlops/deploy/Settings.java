package io.mlops.deploy;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.DeploySettings.CapacitySize;
import io.mlops.contract.DeploySettings.ConfigAlarm;
import io.mlops.contract.DeploySettings.DataCapture;
import io.mlops.contract.DeploySettings.Deployment;
import io.mlops.contract.DeploySettings.Scaling;
import io.mlops.contract.DeploySettings.Serverless;
import io.mlops.contract.DeploySettings.Strategy;
import io.mlops.contract.DeploySettings.Variant;
import io.mlops.contract.Vpc;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of the production stage, each a copy with one thing changed. */
record Settings(DeploySettings all) {
    static final Deployment CANARY = new Deployment(
            Strategy.CANARY,
            new CapacitySize("CAPACITY_PERCENT", 50),
            300,
            120,
            1800,
            List.of(),
            List.of(new ConfigAlarm("Invocation5XXErrors", "Sum", 1, 60, 1)));

    static DeploySettings of(int instances) {
        return with(variant("AllTraffic", "ml.m5.large", instances, null), null, null);
    }

    static Variant variant(String name, String type, int instances, @Nullable Scaling scaling) {
        return new Variant(name, type, instances, 1, null, scaling, null, null);
    }

    static Variant serverless() {
        return new Variant("AllTraffic", null, 0, 1, new Serverless(2048, 20, 5), null, null, null);
    }

    static DeploySettings with(Variant variant, @Nullable DataCapture capture, @Nullable Deployment deployment) {
        return new DeploySettings(
                DeploySettings.SCHEMA,
                "fraud",
                "production",
                Pipeline.ENDPOINT,
                "arn:aws:iam::123456789012:role/mlops/fraud/serving",
                List.of(variant),
                capture,
                deployment,
                null,
                false,
                null,
                false,
                3,
                120,
                Map.of("mlops:pipeline", "fraud"));
    }

    static DeploySettings with(@Nullable Deployment deployment) {
        return with(variant("AllTraffic", "ml.m5.large", 1, null), null, deployment);
    }

    /** The model's side, the gate's and the clean-up's. */
    static DeploySettings with(@Nullable Vpc vpc, boolean isolated, @Nullable String key, boolean pending, int kept) {
        DeploySettings base = of(1);
        return new DeploySettings(
                base.schema(),
                base.pipeline(),
                base.stage(),
                base.endpointName(),
                base.roleArn(),
                base.variants(),
                null,
                null,
                vpc,
                isolated,
                key,
                pending,
                kept,
                base.deadlineInMinutes(),
                base.tags());
    }
}
