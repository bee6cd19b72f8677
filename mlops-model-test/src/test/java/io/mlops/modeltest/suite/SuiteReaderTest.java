package io.mlops.modeltest.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SuiteReaderTest {
    @Test
    void readsASuite() {
        Suite suite = SuiteReader.read("model-test.yml", """
                schema: mlops.model-test/1
                data: { rows: holdout.csv, label: is_fraud, positive: 1 }
                thresholds:
                  roc_auc: { min: 0.85 }
                  log_loss: { min: 0, max: 2.5 }
                """);

        assertThat(suite.positive()).isEqualTo("1");
        assertThat(suite.thresholds())
                .containsExactly(
                        new Threshold(Metric.ROC_AUC, OptionalDouble.of(0.85), OptionalDouble.empty()),
                        new Threshold(Metric.LOG_LOSS, OptionalDouble.of(0), OptionalDouble.of(2.5)));
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThatThrownBy(() -> SuiteReader.read("model-test.yml", """
                        schema: mlops.model-test/2
                        date: {}
                        data: { rows: holdout.csv, label: "" }
                        thresholds:
                          roc_auc: { min: 85 }
                          auc: { min: 0.8 }
                          accuracy: { least: 0.5 }
                          log_loss: { min: 2, max: 1 }
                        """))
                .isInstanceOf(InvalidSuiteException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .containsExactly(
                                "model-test.yml: field date: got {}; accepted is one of data, schema, thresholds",
                                "model-test.yml: field schema: got \"mlops.model-test/2\"; accepted is mlops.model-test/1",
                                "model-test.yml: field data.label: got \"\"; accepted is the label column's name",
                                "model-test.yml: field data.positive: got nothing; accepted is the label's positive value",
                                "model-test.yml: field thresholds.roc_auc.min: got 85; accepted is a number from 0 to 1",
                                "model-test.yml: field thresholds.auc: got {\"min\":0.8}; accepted is one of roc_auc,"
                                        + " average_precision, accuracy, log_loss",
                                "model-test.yml: field thresholds.accuracy.least: got 0.5; accepted is one of max, min",
                                "model-test.yml: field thresholds.accuracy: got {\"least\":0.5}; accepted is min, max or both,"
                                        + " min not above max",
                                "model-test.yml: field thresholds.log_loss: got {\"min\":2,\"max\":1}; accepted is min, max or"
                                        + " both, min not above max"));
    }

    @Test
    void refusesASuiteThatAsksForNothing() {
        assertThatThrownBy(() -> SuiteReader.read("model-test.yml", """
                        schema: mlops.model-test/1
                        data: { rows: holdout.csv, label: y, positive: 1 }
                        thresholds: {}
                        """))
                .hasMessageContaining("field thresholds: got {}");
    }

    @Test
    void refusesWhatIsNoYaml() {
        assertThatThrownBy(() -> SuiteReader.read("model-test.yml", "schema: ["))
                .hasMessageContaining("not YAML at line");
        assertThatThrownBy(() -> SuiteReader.read("model-test.yml", "")).hasMessageContaining("YAML mapping");
    }
}
