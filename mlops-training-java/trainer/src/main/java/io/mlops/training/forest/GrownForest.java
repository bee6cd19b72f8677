package io.mlops.training.forest;

import io.mlops.training.model.FlatForest;
import java.util.List;

/**
 * A forest, with what is known of its growth.
 *
 * @param forest the trees
 * @param numbers the number of each tree, ascending; some are left out where growth was stopped
 * @param importances per feature, its share of what splits made the rows purer, as scikit-learn's {@code
 *     feature_importances_} has it: 0 or above, together 1, or all 0 where no tree has a split
 */
public record GrownForest(FlatForest forest, List<Integer> numbers, List<Double> importances) {
    /** Copies the lists. */
    public GrownForest {
        numbers = List.copyOf(numbers);
        importances = List.copyOf(importances);
    }
}
