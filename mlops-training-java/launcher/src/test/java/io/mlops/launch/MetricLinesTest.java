package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mlops.contract.TrainingSettings.MetricDefinition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricLinesTest {
    @Test
    void findsAValueWhenItChanges() {
        MetricLines metrics = new MetricLines(List.of(
                new MetricDefinition("auc", "auc=([0-9.]+)"), new MetricDefinition("loss", "loss: ([0-9.e-]+)")));

        assertThat(metrics.changed("epoch 1 auc=0.5 loss: 1e-3"))
                .containsExactly("metric auc = 0.5", "metric loss = 1e-3");
        assertThat(metrics.changed("epoch 2 auc=0.5 loss: 9e-4")).containsExactly("metric loss = 9e-4");
        assertThat(metrics.changed("nothing")).isEmpty();
    }

    @Test
    void takesTheLastNumberOfALine() {
        MetricLines metrics = new MetricLines(List.of(new MetricDefinition("auc", "auc=([^ ]+)")));

        assertThat(metrics.changed("auc=0.5 auc=0.6 auc=none")).containsExactly("metric auc = 0.6");
    }

    @Test
    void findsNothingWithAnExpressionThatIsNoneOrHasNoGroup() {
        MetricLines metrics =
                new MetricLines(List.of(new MetricDefinition("a", "auc=(["), new MetricDefinition("b", "auc=.*")));

        assertThat(metrics.changed("auc=0.5")).isEmpty();
    }

    @Test
    void givesUpAnExpressionThatNeverEnds() {
        MetricLines metrics = new MetricLines(List.of(new MetricDefinition("a", "(x+x+)+y")));

        List<String> changed =
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> metrics.changed("x".repeat(4000)));

        assertThat(changed).isEmpty();
    }
}
