package io.mlops.training.model;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Feature;
import io.mlops.training.data.Labels;
import java.util.List;

/**
 * What the trees of a forest may refer to.
 *
 * @param outputs how many numbers a leaf has: a probability per class for three classes or more, else 1
 * @param probabilities whether those numbers are probabilities
 * @param categories how many categories each feature has, 0 for a number
 */
public record ForestShape(int outputs, boolean probabilities, List<Integer> categories) {
    /** Copies the list. */
    public ForestShape {
        categories = List.copyOf(categories);
    }

    /**
     * Describes the forest of a model.
     *
     * @param features the columns of a row, in order
     * @param labels what is predicted
     * @return the shape
     */
    public static ForestShape of(List<Feature> features, Labels labels) {
        return new ForestShape(
                labels.outputs(),
                labels.task().isClassification(),
                features.stream()
                        .map(feature -> feature instanceof CategoricalFeature categorical
                                ? categorical.categories().size()
                                : 0)
                        .toList());
    }

    /**
     * Counts the words of a set of a feature's categories: a bit for each, and one, the lowest, for a missing value.
     *
     * @param feature from 0
     * @return 1 or above; 0 for a number
     */
    public int setWords(int feature) {
        int count = categories.get(feature);
        return count == 0 ? 0 : (count + Long.SIZE) / Long.SIZE;
    }
}
