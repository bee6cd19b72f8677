package com.example.fraud;

import io.mlops.MlopsPipeline;
import io.mlops.MlopsPipelineBuilder;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.plan.Change;
import io.mlops.plan.Plan;

/** Describes this team's pipeline, and shows what it would become: in the region that is named, or else on this machine. */
public final class Embed {
    private static final String IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/mlops-trainer:0.1.0";

    private Embed() {}

    static MlopsPipeline describe() {
        return MlopsPipelineBuilder.named("fraud")
                .source(s -> s.s3("source/fraud.zip"))
                .training(t -> t.javaTrainer(IMAGE)
                        .instanceType("ml.m5.large")
                        .hyperparameter("label", "is_fraud")
                        .channel("training", "training-data/"))
                .modelPackageGroup("fraud-models")
                .test(t -> t.instanceType("ml.m5.large").suite("model-test.yml"))
                .deploy("production", d -> d.endpoint("fraud").instanceType("ml.m5.large"))
                .build();
    }

    /**
     * Runs the program.
     *
     * @param arguments a region, to plan in the account of the SDK's default credentials; or nothing
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            try (Aws aws = Aws.account(arguments[0])) {
                System.out.println(describe().plan(aws));
            }
            return;
        }
        try (LocalAws local = LocalAws.builder().start();
                Aws aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey())) {
            planAndApply(describe(), aws);
        }
    }

    private static void planAndApply(MlopsPipeline pipeline, Aws aws) {
        Plan plan = pipeline.plan(aws);
        System.out.println(plan);
        Plan applied = pipeline.apply(aws, event -> {});
        System.out.println("\napplied: " + applied.of(Change.Create.class).size() + " resources created");
        System.out.println("a second plan is empty: " + pipeline.plan(aws).isEmpty());
        System.out.println(pipeline.destroy(aws, event -> {}).requireClean());
    }
}
