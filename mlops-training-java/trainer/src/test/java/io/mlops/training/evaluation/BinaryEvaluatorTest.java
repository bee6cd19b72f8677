package io.mlops.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinaryEvaluatorTest {
    private static final double[] SCORES = {0.1, 0.8, 0.8, 0.65, 0.5, 0.5, 0.5, 0.0, 0.2, 1.0};
    private static final double[] POSITIVE = {0, 1, 0, 1, 1, 0, 0, 1, 0, 0};

    /**
     * Expected values are scikit-learn 1.2.1's:
     *
     * <pre>
     * from sklearn.metrics import *
     * y = [0, 1, 0, 1, 1, 0, 0, 1, 0, 0]
     * s = [0.1, 0.8, 0.8, 0.65, 0.5, 0.5, 0.5, 0.0, 0.2, 1.0]
     * print(roc_auc_score(y, s), average_precision_score(y, s), log_loss(y, s),
     *       accuracy_score(y, [v >= 0.5 for v in s]))
     * </pre>
     */
    @Test
    void agreesWithScikitLearnOnTiesAndExtremes() {
        Metrics metrics = BinaryEvaluator.evaluate(SCORES, POSITIVE, 0.5);

        assertThat(metrics.value("roc_auc")).isCloseTo(0.47916666666666663, within(1e-12));
        assertThat(metrics.value("average_precision")).isCloseTo(0.41547619047619044, within(1e-12));
        assertThat(metrics.value("log_loss")).isCloseTo(7.675861676672693, within(1e-12));
        assertThat(metrics.value("accuracy")).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void givesOneToScoresThatPartTheClasses() {
        Metrics metrics = BinaryEvaluator.evaluate(new double[] {0.9, 0.1, 0.8, 0.2}, new double[] {1, 0, 1, 0}, 0.5);

        assertThat(metrics.value("roc_auc")).isEqualTo(1);
        assertThat(metrics.value("average_precision")).isEqualTo(1);
        assertThat(metrics.value("accuracy")).isEqualTo(1);
    }

    @Test
    void givesOneHalfAndThePrevalenceToScoresThatSayNothing() {
        Metrics metrics = BinaryEvaluator.evaluate(new double[] {0.3, 0.3, 0.3, 0.3}, new double[] {1, 0, 0, 0}, 0.5);

        assertThat(metrics.value("roc_auc")).isEqualTo(0.5);
        assertThat(metrics.value("average_precision")).isEqualTo(0.25);
    }

    @Test
    void refusesRowsOfOneClass() {
        assertThatThrownBy(() -> BinaryEvaluator.evaluate(new double[] {1}, new double[] {1}, 0.5))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
