package io.mlops;

import io.mlops.spec.ModelTest;
import java.util.Objects;

/** Describes how a model package is judged. By default the suite is {@code model-test.yml}, and what passes is approved. */
public final class ModelTestBuilder {
    private String instanceType = "";
    private String suite = "model-test.yml";
    private boolean approve = true;

    ModelTestBuilder() {}

    /**
     * Chooses the temporary endpoint's instance type.
     *
     * @param type as {@code ml.m5.large}
     * @return this builder
     */
    public ModelTestBuilder instanceType(String type) {
        this.instanceType = Objects.requireNonNull(type, "type");
        return this;
    }

    /**
     * Names the suite file.
     *
     * @param path its path in the source zip
     * @return this builder
     */
    public ModelTestBuilder suite(String path) {
        this.suite = Objects.requireNonNull(path, "path");
        return this;
    }

    /**
     * Chooses whether a package that passed is approved, or left pending for a person. One that failed is rejected.
     *
     * @param approve whether it is; true by default
     * @return this builder
     */
    public ModelTestBuilder approve(boolean approve) {
        this.approve = approve;
        return this;
    }

    ModelTest build() {
        return new ModelTest(instanceType, suite, approve);
    }
}
