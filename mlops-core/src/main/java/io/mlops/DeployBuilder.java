package io.mlops;

import io.mlops.spec.DeployStage;
import java.util.Objects;

/** Describes a stage that puts the tested model behind an endpoint. By default one instance. */
public final class DeployBuilder {
    private String endpoint = "";
    private String instanceType = "";
    private int instances = 1;

    DeployBuilder() {}

    /**
     * Names the endpoint.
     *
     * @param name at most 63 letters, digits and dashes, unique in the pipeline
     * @return this builder
     */
    public DeployBuilder endpoint(String name) {
        this.endpoint = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Chooses the instance type.
     *
     * @param type as {@code ml.m5.large}
     * @return this builder
     */
    public DeployBuilder instanceType(String type) {
        this.instanceType = Objects.requireNonNull(type, "type");
        return this;
    }

    /**
     * Chooses the number of instances.
     *
     * @param count from 1, which is the default
     * @return this builder
     */
    public DeployBuilder instances(int count) {
        this.instances = count;
        return this;
    }

    DeployStage build(String name) {
        return new DeployStage(name, endpoint, instanceType, instances);
    }
}
