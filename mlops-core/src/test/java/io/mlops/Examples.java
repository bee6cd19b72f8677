package io.mlops;

import io.mlops.plan.PipelineResources;
import io.mlops.plan.ResourceGraph;
import io.mlops.spec.Account;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Tool;
import io.mlops.spec.Tools;
import java.util.function.UnaryOperator;

/** The pipeline that tests speak of. */
public final class Examples {
    /** Where it stands. */
    public static final Account ACCOUNT = new Account("aws", "123456789012", "eu-west-1");
    /** Its derived names. */
    public static final Names NAMES = spec().names(ACCOUNT);

    private Examples() {}

    public static PipelineSpec spec() {
        return spec("ml.m5.large", "a".repeat(64));
    }

    public static PipelineSpec spec(String instanceType, String launcherDigest) {
        return MlopsPipelineBuilder.named("fraud-detection")
                .source(s -> s.s3("source/fraud-detection.zip"))
                .training(t -> t.image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/mlops-training-java:1.0.0")
                        .instanceType(instanceType)
                        .hyperparameter("ntrees", 100)
                        .channel("training", "training-data/")
                        .metric("validation:roc_auc", "validation:roc_auc=([0-9.]+);"))
                .modelPackageGroup("fraud-detection-models")
                .test(t -> t.instanceType("ml.m5.large"))
                .deploy("staging", d -> d.endpoint("fraud-detection-staging").instanceType("ml.m5.large"))
                .deploy(
                        "production",
                        d -> d.endpoint("fraud-detection")
                                .instanceType("ml.m5.large")
                                .instances(2))
                .spec(new Tools(
                        new Tool("mlops-launcher.jar", launcherDigest),
                        new Tool("mlops-model-test.jar", "b".repeat(64)),
                        new Tool("mlops-lambda-deploy.jar", "c".repeat(64))));
    }

    /** The example, changed. */
    public static PipelineSpec with(UnaryOperator<MlopsPipelineBuilder> change) {
        PipelineSpec example = spec();
        return change.apply(new MlopsPipelineBuilder(example, ToolJars.onClasspath()))
                .spec(example.tools());
    }

    public static ResourceGraph graph(PipelineSpec spec) {
        return PipelineResources.of(spec, spec.names(ACCOUNT));
    }
}
