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

        assertThat(read.positive()).isEqualTo("1");
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

        assertThat(read.label()).isEqualTo("is_fraud");
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
                .hasMessageContaining("unknown \"ntree\", accepted are label, positive")
                .hasMessageContaining("label is required")
                .hasMessageContaining("max_depth: got \"0\", accepted is a whole number from 1 to 64")
                .hasMessageContaining("seed: got \"x\"")
                .hasMessageContaining("max_features: got \"2.5\", accepted is sqrt");
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
