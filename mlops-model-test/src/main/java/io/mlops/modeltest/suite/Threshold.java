package io.mlops.modeltest.suite;

import java.util.OptionalDouble;

/**
 * Bounds on a metric, at least one of them.
 *
 * @param metric the metric
 * @param min the lowest value that passes
 * @param max the highest value that passes
 */
public record Threshold(Metric metric, OptionalDouble min, OptionalDouble max) {}
