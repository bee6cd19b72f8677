package io.mlops.training;

import io.mlops.training.forest.GrowthSettings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The training job's hyperparameters, checked.
 *
 * @param label {@code label}: the label column's name
 * @param positive {@code positive}: the label whose probability is the score
 * @param categoricalFeatures {@code categorical_features}: columns that hold categories whatever they look like
 * @param ntrees {@code ntrees}: how many trees, 1 to 10,000
 * @param maxDepth {@code max_depth}: the most edges from root to leaf, 1 to 64
 * @param maxFeatures {@code max_features}: how many features a node looks at
 * @param minSamplesLeaf {@code min_samples_leaf}: the least rows in a leaf, 1 to 1,000,000
 * @param seed {@code seed}: decides split, bootstraps and drawn features
 * @param validationFraction {@code validation_fraction}: the share of rows that validate, 0.01 to 0.5
 * @param threads {@code threads}: how many trees grow at a time, 1 to 256
 */
record Hyperparameters(
        String label,
        String positive,
        Set<String> categoricalFeatures,
        int ntrees,
        int maxDepth,
        MaxFeatures maxFeatures,
        int minSamplesLeaf,
        long seed,
        double validationFraction,
        int threads) {

    Hyperparameters {
        categoricalFeatures = Set.copyOf(categoricalFeatures);
    }

    GrowthSettings growth(int features) {
        return new GrowthSettings(ntrees, maxDepth, maxFeatures.of(features), minSamplesLeaf, seed, threads);
    }

    /** What the model depends on: all but {@code threads}. */
    Map<String, String> provenance() {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("ntrees", Integer.toString(ntrees));
        provenance.put("max_depth", Integer.toString(maxDepth));
        provenance.put("max_features", maxFeatures.text());
        provenance.put("min_samples_leaf", Integer.toString(minSamplesLeaf));
        provenance.put("seed", Long.toString(seed));
        provenance.put("validation_fraction", Double.toString(validationFraction));
        return provenance;
    }
}
