package io.mlops.contract;

/**
 * A JSON record that crosses a process border.
 *
 * <p>A {@code schema} names the record and the version of its form, as in {@code mlops.test-results/1}. Within one
 * version fields are only added, and readers ignore those that they do not know; a change that an older reader would
 * misread takes the next version.
 */
public sealed interface Contract
        permits DeployParameters, DeploySettings, Evaluation, TestResults, TestSettings, TrainingSettings {
    /**
     * Names the record's form and version.
     *
     * @return the schema
     */
    String schema();
}
