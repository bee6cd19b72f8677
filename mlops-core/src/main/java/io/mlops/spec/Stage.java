package io.mlops.spec;

/** A stage that follows the test. Its name is unique in the pipeline. */
public sealed interface Stage permits DeployStage {
    /**
     * Names the stage.
     *
     * @return lower-case letters, digits and single dashes
     */
    String name();
}
