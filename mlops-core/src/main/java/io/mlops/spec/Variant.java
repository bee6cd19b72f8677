package io.mlops.spec;

import org.jspecify.annotations.Nullable;

/**
 * A production variant: on instances, or serverless.
 *
 * @param name at most 63 letters, digits and dashes, unique in its stage
 * @param instanceType an ML instance type, as {@code ml.m5.large}; empty where it is serverless
 * @param instances from 1; 0 where it is serverless
 * @param weight its share of the traffic, from 0
 * @param serverless absent where it runs on instances
 * @param scaling absent where the number of instances stays
 */
public record Variant(
        String name,
        String instanceType,
        int instances,
        double weight,
        @Nullable Serverless serverless,
        @Nullable Scaling scaling) {}
