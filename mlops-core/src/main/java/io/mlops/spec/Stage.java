package io.mlops.spec;

/** A stage that follows the test. Its name is unique in the pipeline. */
public sealed interface Stage permits DeployStage, ApprovalStage {
    /**
     * Names the stage.
     *
     * @return lower-case letters, digits and single dashes
     */
    String name();

    /**
     * Names the stage as the pipeline in the account has it.
     *
     * @return as {@code Deploy-production}
     */
    String stageName();
}
