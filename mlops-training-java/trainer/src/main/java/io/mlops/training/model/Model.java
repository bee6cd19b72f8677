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
 * @param labels the classes, or the number that is predicted
 * @param threshold of two classes, the score from which on the positive one is predicted, 0 to 1; {@value #THRESHOLD}
 *     unless another was chosen
 * @param forest the trees
 * @param provenance where the model comes from, sorted by key: the trainer's version, counts of rows, the
 *     hyperparameters; nothing that differs between two trainings on the same data with the same seed
 */
public record Model(
        List<Feature> features, Labels labels, double threshold, FlatForest forest, Map<String, String> provenance) {
    /** The threshold where none was chosen. */
    public static final double THRESHOLD = 0.5;

    /** Copies the lists and checks that the forest is one of these features and labels. */
    public Model {
        features = List.copyOf(features);
        provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new InvalidModelException("threshold out of range: " + threshold);
        }
        if (!forest.shape().equals(ForestShape.of(features, labels))) {
            throw new InvalidModelException("the forest is of other features or labels than are named");
        }
    }

    /**
     * Predicts a class.
     *
     * @param prediction the forest's outputs
     * @return of two classes the positive one from the threshold on, else the negative one; of more the likeliest, the first
     *     of equals; a number as text
     */
    public String predictedLabel(double[] prediction) {
        return switch (labels.task()) {
            case BINARY -> prediction[0] >= threshold ? labels.positive() : labels.negative();
            case MULTICLASS -> labels.classes().get(likeliest(prediction));
            case REGRESSION -> Double.toString(prediction[0]);
        };
    }

    /**
     * Finds the greatest number.
     *
     * @param prediction at least one number
     * @return its place, the first of equals
     */
    public static int likeliest(double[] prediction) {
        int best = 0;
        for (int output = 1; output < prediction.length; output++) {
            best = prediction[output] > prediction[best] ? output : best;
        }
        return best;
    }
}
