package io.mlops;

/** The pipeline that the pages under {@code docs} speak of. */
final class PageDescriptions {
    private PageDescriptions() {}

    static MlopsPipelineBuilder fraud(ToolJars jars) {
        return MlopsPipelineBuilder.named("fraud")
                .source(s -> s.s3("source/fraud.zip"))
                .training(t -> t.javaTrainer("123456789012.dkr.ecr.eu-west-1.amazonaws.com/mlops-trainer:0.1.0")
                        .instanceType("ml.m5.large")
                        .hyperparameter("label", "is_fraud")
                        .channel("training", "training-data/"))
                .modelPackageGroup("fraud-models")
                .test(t -> t.instanceType("ml.m5.large").suite("model-test.yml"))
                .deploy("production", d -> d.endpoint("fraud").instanceType("ml.m5.large"))
                .tools(jars);
    }
}
