package io.mlops.contract;

/** Environment variables that the pipeline gives to its builds and functions, beside AWS's own. */
public final class EnvironmentNames {
    /** The pipeline execution's id, from {@code #{codepipeline.PipelineExecutionId}}. */
    public static final String EXECUTION_ID = "MLOPS_EXECUTION_ID";

    /** The pipeline's name; of the function that reaps test endpoints. */
    public static final String PIPELINE = "MLOPS_PIPELINE";
    /** What the test endpoints' names start with, {@link TestSettings#endpointPrefix}; of the function that reaps them. */
    public static final String TEST_ENDPOINT_PREFIX = "MLOPS_TEST_ENDPOINT_PREFIX";

    /** The digest of the image that a training container was made of, where the launcher knows it. */
    public static final String IMAGE_DIGEST = "MLOPS_IMAGE_DIGEST";

    private EnvironmentNames() {}
}
