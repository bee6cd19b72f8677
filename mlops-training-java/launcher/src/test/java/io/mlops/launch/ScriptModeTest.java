package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptModeTest {
    private static final PackedScript PACKED = new PackedScript(
            new SourceDirectory(Path.of("/source/code"), List.of()),
            "train.py",
            new S3Uri("bucket", "code/e1/0123/sourcedir.tar.gz"),
            "0123");

    private final ExampleSettings settings = new ExampleSettings();

    @Test
    void tellsTheToolkitByHyperparametersInJson() {
        settings.hyperParameters = Map.of("n-estimators", "100", "criterion", "gini");

        assertThat(mode("eu-west-1").hyperParameters("job-1"))
                .isEqualTo(Map.of(
                        "n-estimators", "100",
                        "criterion", "\"gini\"",
                        "sagemaker_program", "\"train.py\"",
                        "sagemaker_submit_directory", "\"s3://bucket/code/e1/0123/sourcedir.tar.gz\"",
                        "sagemaker_container_log_level", "20",
                        "sagemaker_job_name", "\"job-1\"",
                        "sagemaker_region", "\"eu-west-1\""));
        assertThat(mode("eu-west-1").channel()).isEmpty();
    }

    @Test
    void leavesTheLogLevelToTheTeamAndTheRegionToTheContainer() {
        settings.hyperParameters = Map.of("sagemaker_container_log_level", "10");

        assertThat(mode("").hyperParameters("job-1"))
                .containsEntry("sagemaker_container_log_level", "10")
                .doesNotContainKey("sagemaker_region");
    }

    @Test
    void bringsTheScriptByAChannelWhereThereIsNoNetwork() {
        settings.networkIsolation = true;

        assertThat(mode("").hyperParameters("job-1"))
                .containsEntry("sagemaker_submit_directory", "\"/opt/ml/input/data/code/sourcedir.tar.gz\"");
        assertThat(mode("").channel())
                .hasValue(new TrainingSettings.Channel(
                        "code", "s3://bucket/code/e1/0123/", "application/gzip", "File", "FullyReplicated"));
    }

    @Test
    void tellsTheServingContainerByVariablesThatTheTeamMayChange() {
        settings.servingEnvironment = Map.of("SAGEMAKER_PROGRAM", "inference.py", "WORKERS", "2");

        assertThat(mode("eu-west-1").servingEnvironment())
                .isEqualTo(Map.of(
                        "SAGEMAKER_PROGRAM", "inference.py",
                        "SAGEMAKER_SUBMIT_DIRECTORY", "/opt/ml/model/code",
                        "SAGEMAKER_CONTAINER_LOG_LEVEL", "20",
                        "SAGEMAKER_REGION", "eu-west-1",
                        "WORKERS", "2"));
    }

    @Test
    void servesByTheTrainingImageAlone() {
        assertThat(mode("").serves()).isTrue();
        settings.servingImage = "own:1";
        assertThat(mode("").serves()).isFalse();
    }

    private ScriptMode mode(String region) {
        return new ScriptMode(settings.build(), PACKED, region);
    }
}
