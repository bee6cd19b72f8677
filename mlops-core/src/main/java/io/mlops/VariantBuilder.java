package io.mlops;

import io.mlops.spec.Scaling;
import io.mlops.spec.Serverless;
import io.mlops.spec.Variant;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Describes a production variant. By default one instance, weight 1. */
public final class VariantBuilder {
    private static final Duration COOLDOWN = Duration.ofMinutes(5);

    private String instanceType = "";
    private @Nullable Integer instances;
    private double weight = 1;
    private @Nullable Serverless serverless;
    private @Nullable Scaling scaling;

    VariantBuilder() {}

    /**
     * Chooses the instance type.
     *
     * @param type as {@code ml.m5.large}
     * @return this builder
     */
    public VariantBuilder instanceType(String type) {
        this.instanceType = Objects.requireNonNull(type, "type");
        return this;
    }

    /**
     * Chooses the number of instances.
     *
     * @param count from 1, which is the default
     * @return this builder
     */
    public VariantBuilder instances(int count) {
        this.instances = count;
        return this;
    }

    /**
     * Chooses the variant's share of the traffic.
     *
     * @param weight from 0; 1 by default
     * @return this builder
     */
    public VariantBuilder weight(double weight) {
        this.weight = weight;
        return this;
    }

    /**
     * Serves without instances.
     *
     * @param memorySizeInMB 1024 to 6144, in steps of 1024
     * @param maxConcurrency 1 to 200
     * @return this builder
     */
    public VariantBuilder serverless(int memorySizeInMB, int maxConcurrency) {
        this.serverless = new Serverless(memorySizeInMB, maxConcurrency, null);
        return this;
    }

    /**
     * Serves without instances, some of it kept warm.
     *
     * @param memorySizeInMB 1024 to 6144, in steps of 1024
     * @param maxConcurrency 1 to 200
     * @param provisionedConcurrency 1 to {@code maxConcurrency}
     * @return this builder
     */
    public VariantBuilder serverless(int memorySizeInMB, int maxConcurrency, int provisionedConcurrency) {
        this.serverless = new Serverless(memorySizeInMB, maxConcurrency, provisionedConcurrency);
        return this;
    }

    /**
     * Scales the number of instances with the traffic; five minutes pass between two changes.
     *
     * @param minCapacity the fewest instances, from 1
     * @param maxCapacity the most instances
     * @param invocationsPerInstance how many invocations a minute one instance is to bear
     * @return this builder
     */
    public VariantBuilder scale(int minCapacity, int maxCapacity, double invocationsPerInstance) {
        return scale(new Scaling(minCapacity, maxCapacity, invocationsPerInstance, COOLDOWN, COOLDOWN));
    }

    /**
     * Scales the number of instances with the traffic.
     *
     * @param scaling how
     * @return this builder
     */
    public VariantBuilder scale(Scaling scaling) {
        this.scaling = Objects.requireNonNull(scaling, "scaling");
        return this;
    }

    Variant build(String name) {
        Integer chosen = instances;
        int count = chosen == null ? (serverless == null ? 1 : 0) : chosen;
        return new Variant(name, instanceType, count, weight, serverless, scaling);
    }
}
