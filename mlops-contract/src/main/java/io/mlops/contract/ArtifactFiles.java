package io.mlops.contract;

/** Names of the files inside the pipeline's artifacts. */
public final class ArtifactFiles {
    /** Holds the versioned model package's ARN, one line; in {@code TrainOutput} and {@code TestOutput}. */
    public static final String MODEL_PACKAGE_ARN = "model_package_arn.txt";
    /** Holds an {@link Evaluation}; in {@code TrainOutput}. */
    public static final String EVALUATION = "evaluation.json";
    /** Holds {@link TestResults}; in {@code TestOutput}. */
    public static final String TEST_RESULTS = "test_results.json";
    /** Holds {@link TrainingSettings}; in {@code Settings}. */
    public static final String TRAINING_SETTINGS = "training.json";
    /** Holds {@link TestSettings}; in {@code Settings}. */
    public static final String TEST_SETTINGS = "test.json";
    /** The launcher's jar; in {@code Tools}. */
    public static final String LAUNCHER_JAR = "mlops-launcher.jar";
    /** The harness's jar; in {@code Tools}. */
    public static final String MODEL_TEST_JAR = "mlops-model-test.jar";
    /** The harness's JUnit XML report, relative to the Test build's source directory. */
    public static final String JUNIT_REPORT = "reports/junit.xml";

    private ArtifactFiles() {}

    /**
     * Names the file that holds a deploy stage's {@link DeploySettings} in {@code Settings}.
     *
     * @param stage the stage's name in lower case letters, digits and dashes
     * @return {@code deploy-<stage>.json}
     */
    public static String deploySettings(String stage) {
        return "deploy-" + stage + ".json";
    }
}
