package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.Sdk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

@Timeout(60)
class EndpointMetricsTest {
    @TempDir
    private Path directory;

    @Test
    void countsInvocationsOfAVariantAndOfItsConfig() {
        try (SageMakerWorld world = new SageMakerWorld(directory)) {
            world.config("one", world.model("m1"), Map.of());
            world.sagemaker.createEndpoint(r -> r.endpointName("fraud").endpointConfigName("one"));
            world.settled("fraud");
            world.invoke("fraud", "x");
            assertThatThrownBy(() -> world.invoke("fraud", "status 400")).isInstanceOf(ModelErrorException.class);
            assertThatThrownBy(() -> world.invoke("fraud", "status 500")).isInstanceOf(ModelErrorException.class);

            CloudWatchClient cloudwatch = Sdk.client(world.aws, CloudWatchClient.builder());

            List<Dimension> variant = new ArrayList<>(List.of(
                    Dimension.builder().name("EndpointName").value("fraud").build(),
                    Dimension.builder().name("VariantName").value("AllTraffic").build()));
            assertThat(read(cloudwatch, "Invocations", variant).sum()).isEqualTo(3);
            variant.add(
                    Dimension.builder().name("EndpointConfigName").value("one").build());
            assertThat(read(cloudwatch, "Invocations", variant).sum()).isEqualTo(3);
            assertThat(read(cloudwatch, "Invocation4XXErrors", variant).sum()).isEqualTo(1);
            assertThat(read(cloudwatch, "Invocation5XXErrors", variant).average())
                    .isEqualTo(1 / 3.0);
            assertThat(read(cloudwatch, "ModelLatency", variant).maximum()).isBetween(1.0, 20e6);
        }
    }

    private static Datapoint read(CloudWatchClient cloudwatch, String name, List<Dimension> dimensions) {
        List<Datapoint> points = cloudwatch
                .getMetricStatistics(r -> r.namespace("AWS/SageMaker")
                        .metricName(name)
                        .dimensions(dimensions)
                        .startTime(Instant.now().minus(Duration.ofHours(1)))
                        .endTime(Instant.now().plus(Duration.ofHours(1)))
                        .period(7200)
                        .statistics(Statistic.SUM, Statistic.AVERAGE, Statistic.MAXIMUM))
                .datapoints();
        assertThat(points).hasSize(1);
        return points.get(0);
    }
}
