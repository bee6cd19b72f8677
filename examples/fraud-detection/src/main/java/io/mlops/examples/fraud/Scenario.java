package io.mlops.examples.fraud;

import io.mlops.MlopsPipeline;
import io.mlops.MlopsPipelineBuilder;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A data set with the pipeline that learns it.
 *
 * @param pipeline the pipeline's name
 * @param endpoint the production endpoint's name
 * @param data all labelled rows
 * @param minimums the metrics that a model must reach, by name
 */
record Scenario(String pipeline, String endpoint, DataSet data, Map<String, Double> minimums) {
    static final String SOURCE_KEY = "source/source.zip";
    static final String TRAINING_PREFIX = "training-data/";
    static final String REPOSITORY = "mlops-trainer:0.1.0";
    static final String IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/" + REPOSITORY;
    static final String INSTANCE_TYPE = "ml.m5.large";

    private static final int ROWS = 50_000;
    private static final long SEED = 42;
    private static final double HOLDOUT_SHARE = 0.2;

    /** Sorts the minimums, so that each run tells of them in the same order. */
    Scenario {
        minimums = Collections.unmodifiableMap(new TreeMap<>(minimums));
    }

    static Scenario fraud() {
        return new Scenario(
                "fraud-detection",
                "fraud-detection",
                FraudData.generate(ROWS, SEED),
                Map.of("roc_auc", 0.95, "average_precision", 0.30));
    }

    static Scenario credit() {
        return new Scenario(
                "credit-scoring",
                "credit-scoring",
                CreditData.load(),
                Map.of("roc_auc", 0.78, "average_precision", 0.55));
    }

    Scenario withMinimumRocAuc(double bound) {
        Map<String, Double> changed = new TreeMap<>(minimums);
        changed.put("roc_auc", bound);
        return new Scenario(pipeline, endpoint, data, changed);
    }

    DataSet.Split split() {
        return data.splitStratified(HOLDOUT_SHARE, SEED);
    }

    MlopsPipeline describe(String image) {
        return MlopsPipelineBuilder.named(pipeline)
                .source(s -> s.s3(SOURCE_KEY))
                .training(t -> t.image(image)
                        .instanceType(INSTANCE_TYPE)
                        .hyperparameter("label", data.label())
                        .hyperparameter("positive", data.positive())
                        .hyperparameter("ntrees", 100)
                        .hyperparameter("max_depth", 10)
                        .hyperparameter("seed", SEED)
                        .channel("training", TRAINING_PREFIX)
                        .metric("validation:roc_auc", "validation:roc_auc=([0-9.]+);")
                        .metric("validation:average_precision", "validation:average_precision=([0-9.]+);"))
                .modelPackageGroup(pipeline + "-models")
                .test(t -> t.instanceType(INSTANCE_TYPE).suite(SourceZip.SUITE))
                .deploy("production", d -> d.endpoint(endpoint).instanceType(INSTANCE_TYPE))
                .build();
    }
}
