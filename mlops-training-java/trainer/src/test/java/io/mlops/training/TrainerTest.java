package io.mlops.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.contract.ContractJson;
import io.mlops.contract.Evaluation;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    Path base;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StopSignal stop = new StopSignal();
    private @Nullable Error breaking;

    @BeforeEach
    void writeData() throws IOException {
        Files.createDirectories(base.resolve("input/config"));
        Files.createDirectories(base.resolve("input/data/training"));
        data(LoanRows.csv(600, 1));
    }

    @Test
    void writesModelMetricsAndEvaluation() throws IOException {
        assertThat(train(Map.of("ntrees", "20"))).isZero();

        Model model = ModelFile.read(base.resolve("model/model.bin"));
        assertThat(model.forest().size()).isEqualTo(20);
        assertThat(model.provenance()).containsEntry("seed", "1").containsEntry("rows", "600");
        assertThat(out())
                .contains("grew 10 of 20 trees", "grew 20 of 20 trees")
                .containsPattern("(?m)^validation:roc_auc=0\\.[89][0-9]{5};$")
                .containsPattern("(?m)^validation:average_precision=0\\.[0-9]{6};$")
                .containsPattern("(?m)^validation:log_loss=[0-9.]+;$")
                .containsPattern("(?m)^validation:accuracy=[0-9.]+;$");
        String evaluation = Files.readString(base.resolve("output/data/evaluation.json"));
        assertThat(ContractJson.read(Evaluation.class, "evaluation.json", evaluation)
                        .binaryClassificationMetrics())
                .containsKeys("auc", "average_precision", "log_loss", "accuracy");
        assertThat(base.resolve("model/evaluation.json")).hasContent(evaluation);
        assertThat(base.resolve("output/failure")).doesNotExist();
    }

    @Test
    void writesTheSameModelWithAnyNumberOfThreads() throws IOException {
        assertThat(train(Map.of("ntrees", "10", "threads", "1"))).isZero();
        byte[] one = Files.readAllBytes(base.resolve("model/model.bin"));

        assertThat(train(Map.of("ntrees", "10", "threads", "3"))).isZero();

        assertThat(Files.readAllBytes(base.resolve("model/model.bin"))).isEqualTo(one);
    }

    @Test
    void saysInTheFailureFileWhatIsWrongWithTheData() throws IOException {
        data("income,home,status\n1000,own,good\nlots,rent,bad\n");

        assertThat(train(Map.of())).isEqualTo(1);

        assertThat(base.resolve("output/failure"))
                .content()
                .startsWith("rows.csv line 3, column \"income\": \"lots\" is not a number");
        assertThat(err()).startsWith("train failed: rows.csv line 3").hasLineCount(1);
        assertThat(base.resolve("model/model.bin")).doesNotExist();
    }

    @Test
    void saysInTheFailureFileWhatIsWrongWithTheHyperparameters() throws IOException {
        assertThat(train(Map.of("n".repeat(2000), "1"))).isEqualTo(1);

        assertThat(base.resolve("output/failure")).content().startsWith("hyperparameters: unknown \"nnn");
        assertThat(Files.size(base.resolve("output/failure"))).isLessThanOrEqualTo(1024 * 3);
    }

    @Test
    void failsWhenStoppedBeforeTheFirstTree() {
        stop.request();

        assertThat(train(Map.of())).isEqualTo(1);

        assertThat(base.resolve("output/failure")).content().contains("stopped by SIGTERM before the first tree");
    }

    @Test
    void refusesToServeWithoutAModel() {
        assertThat(run("serve")).isEqualTo(1);

        assertThat(err()).startsWith("serve failed: ").contains("no such file").hasLineCount(1);
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(run("fit")).isEqualTo(1);

        assertThat(err()).isEqualToIgnoringNewLines("usage: train | serve; got fit");
    }

    @Test
    void listensOffLoopbackOnlyInAContainer() {
        assertThat(ServeCommand.address(Map.of("SAGEMAKER_BASE_DIR", "/x", "SAGEMAKER_BIND_TO_PORT", "8123"))
                        .getAddress()
                        .isLoopbackAddress())
                .isTrue();
        assertThat(ServeCommand.address(Map.of()).getAddress().isAnyLocalAddress())
                .isTrue();
        assertThat(ServeCommand.address(Map.of("SAGEMAKER_BASE_DIR", "/opt/ml/"))
                        .getAddress()
                        .isAnyLocalAddress())
                .isTrue();
        assertThat(ServeCommand.address(Map.of()).getPort()).isEqualTo(8080);
    }

    @Test
    void saysWhereItListens() {
        assertThat(train(Map.of("ntrees", "2"))).isZero();
        stop.request();

        assertThat(run("serve", Map.of("SAGEMAKER_BIND_TO_PORT", "0"))).isZero();

        assertThat(out()).containsPattern("(?m)^serving 2 trees on address 127\\.0\\.0\\.1, port [0-9]+$");
    }

    @Test
    void saysInTheFailureFileThatAClassIsMissing() throws IOException {
        assertThat(train(Map.of("ntrees", "2"))).isZero();
        breaking = new NoClassDefFoundError("smile/base/cart/CART");

        assertThat(train(Map.of("ntrees", "2"))).isEqualTo(1);
        assertThat(base.resolve("output/failure")).hasContent("NoClassDefFoundError: smile/base/cart/CART");
        assertThat(run("serve", Map.of("SAGEMAKER_BIND_TO_PORT", "0"))).isEqualTo(1);

        assertThat(err().lines())
                .containsExactly(
                        "train failed: NoClassDefFoundError: smile/base/cart/CART",
                        "serve failed: NoClassDefFoundError: smile/base/cart/CART");
    }

    private int train(Map<String, String> more) {
        try {
            Map<String, String> hyperparameters = new TreeMap<>(more);
            hyperparameters.put("label", "status");
            hyperparameters.put("positive", "bad");
            Files.writeString(
                    base.resolve("input/config/hyperparameters.json"),
                    new JsonMapper().writeValueAsString(hyperparameters));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return run("train");
    }

    private int run(String command) {
        return run(command, Map.of());
    }

    private int run(String command, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("SAGEMAKER_BASE_DIR", base.toString());
        return Trainer.run(
                new String[] {command},
                new Surroundings(
                        environment,
                        new BreakingStream(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Clock.systemUTC(),
                        stop));
    }

    private void data(String csv) throws IOException {
        Files.writeString(base.resolve("input/data/training/rows.csv"), csv);
    }

    /** Standard output that fails as a class does that is not there. */
    private final class BreakingStream extends PrintStream {
        private BreakingStream(OutputStream to) {
            super(to, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String line) {
            if (breaking != null) {
                throw breaking;
            }
            super.println(line);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
