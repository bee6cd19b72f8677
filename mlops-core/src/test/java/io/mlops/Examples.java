package io.mlops;

import io.mlops.plan.PipelineResources;
import io.mlops.plan.ResourceGraph;
import io.mlops.spec.Account;
import io.mlops.spec.Channel;
import io.mlops.spec.DeployStage;
import io.mlops.spec.MetricDefinition;
import io.mlops.spec.ModelTest;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.S3Source;
import io.mlops.spec.Tool;
import io.mlops.spec.Tools;
import io.mlops.spec.Training;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The pipeline that tests speak of. */
public final class Examples {
    /** Where it stands. */
    public static final Account ACCOUNT = new Account("aws", "123456789012", "eu-west-1");
    /** Its derived names. */
    public static final Names NAMES = new Names("fraud-detection", ACCOUNT);

    private Examples() {}

    public static PipelineSpec spec() {
        return spec("ml.m5.large", "a".repeat(64));
    }

    public static PipelineSpec spec(String instanceType, String launcherDigest) {
        return new PipelineSpec(
                "fraud-detection",
                new S3Source("source/fraud-detection.zip"),
                new Training(
                        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/mlops-training-java:1.0.0",
                        instanceType,
                        1,
                        30,
                        Duration.ofHours(1),
                        Map.of("ntrees", "100"),
                        List.of(new Channel("training", "training-data/", "text/csv")),
                        List.of(new MetricDefinition("validation:roc_auc", "validation:roc_auc=([0-9.]+);"))),
                "fraud-detection-models",
                new ModelTest("ml.m5.large", "model-test.yml", true),
                List.of(
                        new DeployStage("staging", "fraud-detection-staging", "ml.m5.large", 1),
                        new DeployStage("production", "fraud-detection", "ml.m5.large", 2)),
                new Tools(
                        new Tool("mlops-launcher.jar", launcherDigest),
                        new Tool("mlops-model-test.jar", "b".repeat(64)),
                        new Tool("mlops-lambda-deploy.jar", "c".repeat(64))));
    }

    public static ResourceGraph graph(PipelineSpec spec) {
        return PipelineResources.of(spec, NAMES);
    }
}
