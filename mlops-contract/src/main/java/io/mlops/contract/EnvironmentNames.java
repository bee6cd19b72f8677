package io.mlops.contract;

/** Environment variables that the pipeline gives to its builds, beside CodeBuild's own. */
public final class EnvironmentNames {
    /** The pipeline execution's id, from {@code #{codepipeline.PipelineExecutionId}}. */
    public static final String EXECUTION_ID = "MLOPS_EXECUTION_ID";

    private EnvironmentNames() {}
}
