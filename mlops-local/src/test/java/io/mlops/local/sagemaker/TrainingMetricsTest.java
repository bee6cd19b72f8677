package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sagemaker.model.MetricData;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;

@Timeout(5)
class TrainingMetricsTest {
    private static TrainingMetrics metrics(String regex) {
        return new TrainingMetrics(
                List.of(MetricDefinition.builder().name("m").regex(regex).build()));
    }

    @Test
    void keepsTheLastNumber() {
        TrainingMetrics metrics = metrics("m=(\\S+)");

        metrics.line("m=1.5", Instant.EPOCH);
        metrics.line("m=2.5 m=nothing", Instant.EPOCH.plusSeconds(1));

        assertThat(metrics.all())
                .containsExactly(MetricData.builder()
                        .metricName("m")
                        .value(2.5f)
                        .timestamp(Instant.EPOCH.plusSeconds(1))
                        .build());
    }

    @Test
    void givesUpOnAPatternThatWouldTakeForever() {
        TrainingMetrics metrics = metrics("((a+)+)+b([0-9])");

        metrics.line("a".repeat(4000), Instant.EPOCH);

        assertThat(metrics.all()).isEmpty();
    }

    @Test
    void refusesAPatternThatIsNone() {
        assertThatThrownBy(() -> metrics("m=(")).hasMessageContaining("'m=('").hasMessageContaining("metric m");
    }
}
