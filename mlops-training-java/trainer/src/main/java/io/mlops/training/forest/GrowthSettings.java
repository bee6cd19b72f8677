package io.mlops.training.forest;

/**
 * How a forest is grown.
 *
 * @param trees how many, 1 or above
 * @param maxDepth the most edges from the root to a leaf (scikit-learn's meaning of {@code max_depth}), 1 or above
 * @param maxFeatures how many features, drawn at random, a node looks at for its cut, 1 or above
 * @param minSamplesLeaf the least rows in a leaf, counted as often as the bootstrap drew them, 1 or above
 * @param seed decides bootstraps and drawn features; same seed and data, same forest
 * @param threads how many trees are grown at a time, 1 or above; no effect on the forest
 */
public record GrowthSettings(int trees, int maxDepth, int maxFeatures, int minSamplesLeaf, long seed, int threads) {}
