package io.mlops.training.model;

import io.mlops.training.data.Feature;
import io.mlops.training.data.Labels;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trained model: all that scoring needs.
 *
 * @param features the columns of a row, in order
 * @param labels the classes
 * @param forest the trees
 * @param provenance where the model comes from, sorted by key: the trainer's version, counts of rows, the
 *     hyperparameters; nothing that differs between two trainings on the same data with the same seed
 */
public record Model(List<Feature> features, Labels labels, FlatForest forest, Map<String, String> provenance) {
    /** The score from which on the positive class is predicted. */
    public static final double THRESHOLD = 0.5;

    /** Copies the lists and checks that the forest has as many features as are named. */
    public Model {
        features = List.copyOf(features);
        provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
        if (features.size() != forest.features()) {
            throw new InvalidModelException(
                    "the forest has " + forest.features() + " features, but " + features.size() + " are named");
        }
    }

    /**
     * Predicts a class.
     *
     * @param score the positive class's probability
     * @return the positive label from {@value #THRESHOLD} on, else the negative one
     */
    public String predictedLabel(double score) {
        return score >= THRESHOLD ? labels.positive() : labels.negative();
    }
}
