package io.mlops.plan.buildspec;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.Artifacts;
import java.util.List;
import java.util.Map;

/** The buildspecs of the Train and Test stages. */
public final class BuildSpecs {
    private static final Map<String, String> JAVA = Map.of("java", "corretto17");
    private static final String SETTINGS = directory(Artifacts.SETTINGS);

    private BuildSpecs() {}

    /**
     * Runs the launcher.
     *
     * @return the Train stage's buildspec
     */
    public static BuildSpec train() {
        return new BuildSpec(
                JAVA,
                List.of(java(ArtifactFiles.LAUNCHER_JAR) + settings(ArtifactFiles.TRAINING_SETTINGS)),
                List.of(),
                Map.of(),
                List.of(ArtifactFiles.MODEL_PACKAGE_ARN, ArtifactFiles.EVALUATION));
    }

    /**
     * Runs the harness, and its reaper afterwards whatever came of it.
     *
     * @param reportGroup the report group, without the project's name before it
     * @return the Test stage's buildspec
     */
    public static BuildSpec test(String reportGroup) {
        String harness = java(ArtifactFiles.MODEL_TEST_JAR);
        String settings = settings(ArtifactFiles.TEST_SETTINGS);
        return new BuildSpec(
                JAVA,
                List.of(harness + " run" + settings + " --model-package-arn \"" + directory(Artifacts.TRAIN_OUTPUT)
                        + "/" + ArtifactFiles.MODEL_PACKAGE_ARN + "\""),
                List.of(harness + " reap" + settings),
                Map.of(reportGroup, ArtifactFiles.JUNIT_REPORT),
                List.of(ArtifactFiles.TEST_RESULTS, ArtifactFiles.MODEL_PACKAGE_ARN));
    }

    private static String java(String jar) {
        return "java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar \"" + directory(Artifacts.TOOLS) + "/" + jar + "\"";
    }

    private static String settings(String file) {
        return " --settings \"" + SETTINGS + "/" + file + "\"";
    }

    private static String directory(String artifact) {
        return "$CODEBUILD_SRC_DIR_" + artifact;
    }
}
