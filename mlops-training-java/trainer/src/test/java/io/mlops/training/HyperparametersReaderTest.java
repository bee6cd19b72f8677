package io.mlops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.training.data.InvalidInputException;
import io.mlops.training.forest.GrowthSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HyperparametersReaderTest {
    @TempDir
    Path directory;

    @Test
    void fillsInDefaults() {
        Hyperparameters read = HyperparametersReader.parse(Map.of("label", "y"), 3);

        assertThat(read.format().positive()).isEqualTo("1");
        assertThat(read.validationFraction()).isEqualTo(0.2);
        assertThat(read.growth(20)).isEqualTo(new GrowthSettings(100, 10, 4, 1, 1, 3));
    }

    @Test
    void decodesWhatThePythonSdkEncodedAndIgnoresWhatIsNotForUs() throws IOException {
        Path file = directory.resolve("hyperparameters.json");
        Files.writeString(
                file,
                "{\"label\":\"\\\"is_fraud\\\"\",\"ntrees\":\"20\",\"max_features\":\"\\\"log2\\\"\","
                        + "\"sagemaker_region\":\"eu-west-1\",\"_tuning_objective_metric\":\"x\"}");

        Hyperparameters read = HyperparametersReader.read(file, 1);

        assertThat(read.format().label()).isEqualTo("is_fraud");
        assertThat(read.ntrees()).isEqualTo(20);
        assertThat(read.growth(20).maxFeatures()).isEqualTo(4);
    }

    @Test
    void readsMaxFeaturesAsScikitLearnDoes() {
        assertThat(maxFeatures("all", 13)).isEqualTo(13);
        assertThat(maxFeatures("sqrt", 13)).isEqualTo(3);
        assertThat(maxFeatures("0.5", 13)).isEqualTo(6);
        assertThat(maxFeatures("1.0", 13)).isEqualTo(13);
        assertThat(maxFeatures("1", 13)).isEqualTo(1);
        assertThat(maxFeatures("99", 13)).isEqualTo(13);
        assertThat(maxFeatures("0.01", 13)).isEqualTo(1);
    }

    @Test
    void reportsEveryFaultAtOnce() {
        assertThatThrownBy(() -> HyperparametersReader.parse(
                        Map.of("ntree", "5", "max_depth", "0", "seed", "x", "max_features", "2.5"), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("unknown \"ntree\", did you mean ntrees?")
                .hasMessageContaining("label is required")
                .hasMessageContaining("max_depth: got \"0\", accepted is a whole number from 1 to 64")
                .hasMessageContaining("seed: got \"x\"")
                .hasMessageContaining("max_features: got \"2.5\", accepted is sqrt");
    }

    @Test
    void takesScikitLearnsNames() {
        Hyperparameters read = HyperparametersReader.parse(
                Map.of(
                        "label",
                        "y",
                        "n_estimators",
                        "7",
                        "max_depth",
                        "None",
                        "max_features",
                        "None",
                        "random_state",
                        "5",
                        "n_jobs",
                        "-1"),
                3);

        assertThat(read.growth(20)).isEqualTo(new GrowthSettings(7, 64, 20, 1, 5, 3));
        assertThatThrownBy(
                        () -> HyperparametersReader.parse(Map.of("label", "y", "n_estimators", "7", "ntrees", "8"), 1))
                .hasMessageContaining("ntrees and n_estimators are one");
    }

    @Test
    void refusesWhatDoesNotFitTheTask() {
        assertThatThrownBy(() -> HyperparametersReader.parse(
                        Map.of("label", "y", "task", "regression", "class_weight", "balanced", "threshold", "f1"), 1))
                .hasMessageContaining("class_weight is of no use with task regression")
                .hasMessageContaining("threshold is of use with task binary alone");
        assertThatThrownBy(() -> HyperparametersReader.parse(
                        Map.of("label", "y", "class_weight", "a=0", "threshold", "cost=1:-1", "engine", "weka"), 1))
                .hasMessageContaining("class_weight: got \"a=0\"")
                .hasMessageContaining("threshold: got \"cost=1:-1\"")
                .hasMessageContaining("engine: got \"weka\", accepted is smile or histogram");
    }

    @Test
    void refusesAFileThatIsAbsentOrNoJson() throws IOException {
        Path file = directory.resolve("hyperparameters.json");
        assertThatThrownBy(() -> HyperparametersReader.read(file, 1)).hasMessageContaining("label is required");

        Files.writeString(file, "{");
        assertThatThrownBy(() -> HyperparametersReader.read(file, 1)).hasMessageContaining("not JSON");
    }

    private static int maxFeatures(String text, int features) {
        return HyperparametersReader.parse(Map.of("label", "y", "max_features", text), 1)
                .growth(features)
                .maxFeatures();
    }
}
