package io.mlops.spec;

import org.jspecify.annotations.Nullable;

/**
 * A variant without instances, which costs only while it answers ({@code ProductionVariantServerlessConfig}).
 *
 * @param memorySizeInMB 1024, 2048, 3072, 4096, 5120 or 6144
 * @param maxConcurrency 1 to 200
 * @param provisionedConcurrency 1 to {@code maxConcurrency}; absent for none
 */
public record Serverless(
        int memorySizeInMB, int maxConcurrency, @Nullable Integer provisionedConcurrency) {}
