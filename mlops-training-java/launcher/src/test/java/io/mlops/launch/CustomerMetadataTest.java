package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.Evaluation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CustomerMetadataTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void keepsToTheApisCharactersAndLengths() {
        Map<String, String> entries = new CustomerMetadata()
                .add("mlops:a[" + "k".repeat(200), "v%" + "v".repeat(300))
                .add("mlops:smile", "ok \uD83D\uDE00")
                .add("mlops:empty", " ")
                .entries(out);

        assertThat(entries)
                .isEqualTo(Map.of("mlops:a_" + "k".repeat(120), "v_" + "v".repeat(254), "mlops:smile", "ok _"));
    }

    @Test
    void leavesMetricsOutBeforeItLeavesNoRoom() {
        Map<String, Evaluation.Metric> metrics = new TreeMap<>();
        for (int at = 0; at < 60; at++) {
            metrics.put("m" + at, new Evaluation.Metric(at, "NaN"));
        }

        Map<String, String> entries = new CustomerMetadata()
                .add("mlops:pipeline", "fraud")
                .addMetrics(new Evaluation(Evaluation.SCHEMA, metrics))
                .entries(out);

        assertThat(entries)
                .hasSize(40)
                .containsEntry("mlops:pipeline", "fraud")
                .containsEntry("mlops:metric:m0", "0.0");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("21 entries");
    }
}
