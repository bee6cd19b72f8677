package io.mlops.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.training.data.SplitMix64;
import io.mlops.training.model.Model;
import io.mlops.training.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trains as a job does, by both engines, each task, from each kind of channel. */
class TrainingTasksTest {
    @TempDir
    Path base;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StopSignal stop = new StopSignal();

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(base.resolve("input/config"));
        Files.createDirectories(base.resolve("input/data/training"));
    }

    @ParameterizedTest
    @CsvSource({
        "smile,multiclass,accuracy",
        "histogram,multiclass,accuracy",
        "smile,regression,r2",
        "histogram,regression,r2"
    })
    void learnsClassesAndNumbers(String engine, String task, String metric) throws IOException {
        write("input/data/training/rows.csv", shapes(500, task.equals("regression")));

        assertThat(train(Map.of("label", "y", "task", task, "engine", engine, "ntrees", "20")))
                .isZero();

        assertThat(metric("validation", metric)).isGreaterThan(0.8);
        assertThat(metric("oob", metric)).isGreaterThan(0.8);
        String group = task.equals("regression") ? "regression_metrics" : "multiclass_classification_metrics";
        assertThat(json("evaluation.json")
                        .path(group)
                        .path(metric)
                        .path("value")
                        .asDouble())
                .isGreaterThan(0.8);
        JsonNode best = json("importances.json").path("features").get(0);
        assertThat(best.path("name").asText()).isEqualTo("x");
        assertThat(best.path("impurity").asDouble()).isGreaterThan(0.3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smile", "histogram"})
    void growsTheSameModelWithAnyNumberOfThreadsAndAfterAnInterruption(String engine) throws IOException {
        write("input/data/training/rows.csv", LoanRows.csv(800, 3));
        Map<String, String> loans = Map.of(
                "label", "status", "positive", "bad", "engine", engine, "ntrees", "12", "class_weight", "balanced");
        assertThat(train(loans, "threads", "1")).isZero();
        byte[] whole = Files.readAllBytes(base.resolve("model/model.bin"));

        assertThat(train(loans, "threads", "4")).isZero();
        assertThat(Files.readAllBytes(base.resolve("model/model.bin"))).isEqualTo(whole);

        Files.createDirectories(base.resolve("checkpoints"));
        assertThat(train(loans, "ntrees", "5")).isZero();
        assertThat(ModelFile.read(base.resolve("model/model.bin")).forest().size())
                .isEqualTo(5);
        out.reset();
        assertThat(train(loans, "threads", "2")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("training:trees=5;");
        assertThat(Files.readAllBytes(base.resolve("model/model.bin"))).isEqualTo(whole);
    }

    @Test
    void growsTreesAnewWhereCheckpointsAreOfOtherDataOrCut() throws IOException {
        write("input/data/training/rows.csv", LoanRows.csv(300, 3));
        Map<String, String> loans = Map.of("label", "status", "positive", "bad", "ntrees", "4");
        Files.createDirectories(base.resolve("checkpoints"));
        assertThat(train(loans)).isZero();
        byte[] first = Files.readAllBytes(base.resolve("model/model.bin"));
        write("checkpoints/trees-9-1.bin", "cut");

        write("input/data/training/rows.csv", LoanRows.csv(300, 4));
        assertThat(train(loans)).isZero();

        assertThat(Files.readAllBytes(base.resolve("model/model.bin"))).isNotEqualTo(first);
    }

    @Test
    void readsGzipWithoutHeaderAndTheLabelByItsPlace() throws IOException {
        String rows = LoanRows.csv(400, 5);
        try (OutputStream gzip =
                new GZIPOutputStream(Files.newOutputStream(base.resolve("input/data/training/part-0.gz")))) {
            gzip.write(rows.substring(rows.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(train(Map.of("label", "3", "positive", "bad", "header", "false", "ntrees", "5")))
                .isZero();

        assertThat(ModelFile.read(base.resolve("model/model.bin"))
                        .features()
                        .get(1)
                        .name())
                .isEqualTo("c1");
    }

    @Test
    void validatesOnTheChannelOfThatName() throws IOException {
        write("input/data/training/rows.csv", LoanRows.csv(300, 6));
        write("input/data/validation/rows.csv", LoanRows.csv(70, 7));

        assertThat(train(Map.of("label", "status", "positive", "bad", "ntrees", "5")))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("300 rows train, 70 validate");
    }

    @Test
    void readsThePipeOfAChannel() throws Exception {
        Path pipe = base.resolve("input/data/training_0");
        Files.delete(base.resolve("input/data/training"));
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        org.junit.jupiter.api.Assumptions.assumeTrue(made.waitFor() == 0, "mkfifo is not there");
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, LoanRows.csv(200, 8) + LoanRows.csv(100, 9));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();

        assertThat(train(Map.of("label", "status", "positive", "bad", "ntrees", "3")))
                .isZero();

        writer.join();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("read 300 rows");
    }

    @Test
    void choosesTheThresholdForAnAimAndWritesWhatTheDataIs() throws IOException {
        write("input/data/training/rows.csv", LoanRows.csv(800, 3));

        assertThat(train(Map.of(
                        "label",
                        "status",
                        "positive",
                        "bad",
                        "engine",
                        "histogram",
                        "ntrees",
                        "20",
                        "threshold",
                        "cost=1:9")))
                .isZero();

        Model model = ModelFile.read(base.resolve("model/model.bin"));
        assertThat(model.threshold()).isBetween(0.01, 0.4);
        assertThat(metric("validation", "recall")).isGreaterThan(0.85);
        JsonNode income = json("statistics.json").path("features").get(0);
        assertThat(income.path("inferred_type").asText()).isEqualTo("Integral");
        assertThat(income.path("numerical_statistics")
                        .path("common")
                        .path("num_missing")
                        .asInt())
                .isPositive();
        assertThat(json("constraints.json")
                        .path("features")
                        .get(1)
                        .path("string_constraints")
                        .path("domains"))
                .hasSize(2);
        assertThat(json("provenance.json").path("data_sha256").asText()).hasSize(64);
    }

    private int train(Map<String, String> given, String... more) throws IOException {
        Map<String, String> hyperparameters = new TreeMap<>(given);
        for (int i = 0; i < more.length; i += 2) {
            hyperparameters.put(more[i], more[i + 1]);
        }
        write("input/config/hyperparameters.json", new JsonMapper().writeValueAsString(hyperparameters));
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Trainer.run(
                new String[] {"train"},
                new Surroundings(
                        Map.of("SAGEMAKER_BASE_DIR", base.toString()), stream, stream, Clock.systemUTC(), stop));
    }

    private double metric(String of, String name) {
        String start = of + ":" + name + "=";
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length(), line.length() - 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private JsonNode json(String name) throws IOException {
        return new JsonMapper()
                .readTree(base.resolve("output/data").resolve(name).toFile());
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(base.resolve(name).getParent());
        Files.writeString(base.resolve(name), content);
    }

    /** Low, middle and high x with a colour that adds to it; one value in twenty is missing. */
    private static String shapes(int rows, boolean numbers) {
        SplitMix64 random = new SplitMix64(1);
        StringBuilder csv = new StringBuilder("x,colour,noise,y\n");
        for (int row = 0; row < rows; row++) {
            int x = random.nextInt(300);
            int colour = random.nextInt(3);
            double y = x + 10 * colour + random.nextInt(5);
            csv.append(random.nextInt(20) == 0 ? "" : x)
                    .append(',')
                    .append("rgb".charAt(colour))
                    .append(',');
            csv.append(random.nextInt(100)).append(',');
            csv.append(numbers ? Double.toString(y) : y < 110 ? "low" : y < 210 ? "middle" : "high")
                    .append('\n');
        }
        return csv.toString();
    }
}
