package io.mlops.training;

import io.mlops.training.data.TableFormat;
import io.mlops.training.data.Task;
import io.mlops.training.forest.Engine;
import io.mlops.training.forest.GrowthSettings;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The training job's hyperparameters, checked: see {@link Hyperparameter}.
 *
 * @param format how the columns are to be read
 * @param engine what grows the trees
 * @param ntrees how many trees, 1 to 10,000
 * @param maxDepth the most edges from root to leaf, 1 to 64
 * @param maxFeatures how many features a node looks at
 * @param minSamplesLeaf the least rows in a leaf, 1 to 1,000,000
 * @param classWeights how much the rows of each class weigh
 * @param threshold which threshold is wanted
 * @param seed decides split, bootstraps and drawn features
 * @param validationFraction the share of rows that validate, 0.01 to 0.5
 * @param threads how many threads, 1 to 256
 */
record Hyperparameters(
        TableFormat format,
        Engine engine,
        int ntrees,
        int maxDepth,
        MaxFeatures maxFeatures,
        int minSamplesLeaf,
        ClassWeights classWeights,
        ThresholdAim threshold,
        long seed,
        double validationFraction,
        int threads) {

    GrowthSettings growth(int features) {
        return new GrowthSettings(ntrees, maxDepth, maxFeatures.of(features), minSamplesLeaf, seed, threads);
    }

    /** What the model depends on: all but {@code threads}. */
    Map<String, String> provenance() {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("engine", engine.name().toLowerCase(Locale.ROOT));
        provenance.put("task", format.task().name().toLowerCase(Locale.ROOT));
        provenance.put("label", format.label());
        provenance.put("positive", format.task() == Task.BINARY ? format.positive() : "");
        provenance.put("weight", format.weight());
        provenance.put("ntrees", Integer.toString(ntrees));
        provenance.put("max_depth", Integer.toString(maxDepth));
        provenance.put("max_features", maxFeatures.text());
        provenance.put("min_samples_leaf", Integer.toString(minSamplesLeaf));
        provenance.put("class_weight", classWeights.text());
        provenance.put("threshold", threshold.text());
        provenance.put("seed", Long.toString(seed));
        provenance.put("validation_fraction", Double.toString(validationFraction));
        return provenance;
    }
}
