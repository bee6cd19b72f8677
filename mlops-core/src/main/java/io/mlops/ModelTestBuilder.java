package io.mlops;

import io.mlops.spec.ModelTest;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Describes how a model package is judged. By default the suite is {@code model-test.yml}, and what passes is approved. */
public final class ModelTestBuilder {
    private String instanceType = "";
    private String suite = "model-test.yml";
    private final Map<String, Double> thresholds = new TreeMap<>();
    private String reportGroup = "model-test";
    private boolean approve = true;

    ModelTestBuilder() {}

    ModelTestBuilder(ModelTest test) {
        instanceType = test.instanceType();
        suite = test.suite();
        thresholds.putAll(test.thresholds());
        reportGroup = test.reportGroup();
        approve = test.approve();
    }

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
     * Asks for a metric's least value, beside what the suite asks for.
     *
     * @param metric as {@code roc_auc}
     * @param least the least value that passes
     * @return this builder
     */
    public ModelTestBuilder threshold(String metric, double least) {
        thresholds.put(Objects.requireNonNull(metric, "metric"), least);
        return this;
    }

    /**
     * Names the report group of CodeBuild.
     *
     * @param name 2 to 100 letters, digits, dashes and underscores; {@code model-test} by default. CodeBuild puts {@code
     *     <project>-} before it
     * @return this builder
     */
    public ModelTestBuilder reportGroup(String name) {
        this.reportGroup = Objects.requireNonNull(name, "name");
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
        return new ModelTest(instanceType, suite, thresholds, reportGroup, approve);
    }
}
