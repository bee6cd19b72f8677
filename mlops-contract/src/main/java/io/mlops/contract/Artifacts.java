package io.mlops.contract;

/**
 * Names of the pipeline's artifacts. They are also shell identifiers, since CodeBuild unpacks a secondary input at
 * {@code $CODEBUILD_SRC_DIR_<name>} (CodeBuild user guide, environment variables).
 */
public final class Artifacts {
    /** The team's source zip. */
    public static final String SOURCE_OUTPUT = "SourceOutput";
    /** The launcher's and the harness's jars. */
    public static final String TOOLS = "Tools";
    /** What the steps read: {@code training.json}, {@code test.json}, {@code deploy-<stage>.json}. */
    public static final String SETTINGS = "Settings";
    /** The Train stage's result: the model package's ARN and the evaluation. */
    public static final String TRAIN_OUTPUT = "TrainOutput";
    /** The Test stage's result: the model package's ARN and the test results. */
    public static final String TEST_OUTPUT = "TestOutput";

    private Artifacts() {}
}
