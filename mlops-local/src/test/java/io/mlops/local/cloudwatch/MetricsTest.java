package io.mlops.local.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

class MetricsTest {
    private static final Dimension HOST =
            Dimension.builder().name("Host").value("a").build();

    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private CloudWatchClient cloudwatch;
    private Instant hour;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        cloudwatch = cloud.client(CloudWatchClient.class);
        hour = cloud.time().now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void put(MetricDatum.Builder... data) {
        cloudwatch.putMetricData(r -> r.namespace("Shop")
                .metricData(Arrays.stream(data).map(MetricDatum.Builder::build).toList()));
    }

    private static MetricDatum.Builder datum(String name) {
        return MetricDatum.builder().metricName(name).dimensions(HOST);
    }

    private MetricDatum.Builder at(String name, int minute, double value) {
        return datum(name).timestamp(hour.plus(Duration.ofMinutes(minute))).value(value);
    }

    private List<Datapoint> statistics(int period, List<Statistic> statistics, List<String> extended) {
        return cloudwatch
                .getMetricStatistics(r -> r.namespace("Shop")
                        .metricName("Latency")
                        .dimensions(HOST)
                        .startTime(hour)
                        .endTime(hour.plus(Duration.ofMinutes(10)))
                        .period(period)
                        .statistics(statistics.isEmpty() ? null : statistics)
                        .extendedStatistics(extended.isEmpty() ? null : extended))
                .datapoints();
    }

    @Test
    void computesStatisticsOfEachPeriod() {
        put(at("Latency", 0, 1), at("Latency", 1, 3), at("Latency", 6, 7));
        put(datum("Latency").timestamp(hour.plusSeconds(70)).values(2.0, 10.0).counts(4.0, 1.0));

        List<Datapoint> points = statistics(
                300,
                List.of(Statistic.SAMPLE_COUNT, Statistic.SUM, Statistic.AVERAGE, Statistic.MINIMUM, Statistic.MAXIMUM),
                List.of("p50", "p99.9"));

        assertThat(points).hasSize(2);
        assertThat(points.get(0).timestamp()).isEqualTo(hour);
        assertThat(points.get(0).sampleCount()).isEqualTo(7);
        assertThat(points.get(0).sum()).isEqualTo(22);
        assertThat(points.get(0).average()).isEqualTo(22 / 7.0);
        assertThat(points.get(0).minimum()).isEqualTo(1);
        assertThat(points.get(0).maximum()).isEqualTo(10);
        assertThat(points.get(0).extendedStatistics()).containsEntry("p50", 2.0).containsEntry("p99.9", 10.0);
        assertThat(points.get(1).timestamp()).isEqualTo(hour.plusSeconds(300));
        assertThat(points.get(1).sum()).isEqualTo(7);
    }

    @Test
    void takesStatisticSetsWhichHaveNoPercentiles() {
        put(datum("Latency")
                .timestamp(hour)
                .statisticValues(s -> s.sampleCount(3.0).sum(12.0).minimum(1.0).maximum(9.0)));

        Datapoint point =
                statistics(60, List.of(Statistic.AVERAGE), List.of("p50")).get(0);

        assertThat(point.average()).isEqualTo(4);
        assertThat(point.extendedStatistics()).isEmpty();
    }

    @Test
    void keepsSecondsApartOnlyAtHighResolution() {
        put(
                datum("Latency").timestamp(hour.plusSeconds(20)).value(1.0).storageResolution(1),
                datum("Latency").timestamp(hour.plusSeconds(80)).value(2.0));

        assertThat(statistics(10, List.of(Statistic.SUM), List.of()))
                .extracting(Datapoint::timestamp)
                .containsExactly(hour.plusSeconds(20), hour.plusSeconds(60));
    }

    @Test
    void listsMetricsByTheirDimensions() {
        put(at("Latency", 0, 1), at("Errors", 0, 1));
        put(MetricDatum.builder().metricName("Latency").value(1.0));

        assertThat(cloudwatch
                        .listMetrics(r -> r.namespace("Shop").metricName("Latency"))
                        .metrics())
                .hasSize(2);
        assertThat(cloudwatch
                        .listMetrics(r -> r.namespace("Shop").dimensions(host(null)))
                        .metrics())
                .extracting(Metric::metricName)
                .containsExactly("Errors", "Latency");
        assertThat(cloudwatch
                        .listMetrics(r -> r.namespace("Shop").dimensions(host("b")))
                        .metrics())
                .isEmpty();
        assertThat(cloudwatch.listMetrics(r -> r.namespace("Other")).metrics()).isEmpty();
    }

    private static DimensionFilter host(@Nullable String value) {
        return DimensionFilter.builder().name("Host").value(value).build();
    }

    private static MetricDataQuery metric(String id, String name) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(
                        s -> s.metric(m -> m.namespace("Shop").metricName(name).dimensions(HOST))
                                .period(60)
                                .stat("Sum"))
                .returnData(false)
                .build();
    }

    private MetricDataResult compute(String expression) {
        return cloudwatch
                .getMetricData(r -> r.startTime(hour)
                        .endTime(hour.plus(Duration.ofMinutes(10)))
                        .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                        .metricDataQueries(
                                metric("e", "Errors"),
                                metric("i", "Invocations"),
                                MetricDataQuery.builder()
                                        .id("x")
                                        .expression(expression)
                                        .build()))
                .metricDataResults()
                .get(0);
    }

    @Test
    void computesMetricMath() {
        put(at("Errors", 1, 2), at("Invocations", 0, 10), at("Invocations", 1, 20), at("Invocations", 3, 40));

        assertThat(compute("100 * e / i").values()).containsExactly(10.0);
        assertThat(compute("100 * FILL(e, 0) / i").values()).containsExactly(0.0, 10.0, 0.0);
        assertThat(compute("FILL(e, REPEAT)").values()).containsExactly(2.0, 2.0);
        assertThat(compute("SUM([e, i])").values()).containsExactly(10.0, 22.0, 40.0);
        assertThat(compute("MAX([e, i]) - MIN([e, i])").values()).containsExactly(0.0, 18.0, 0.0);
        assertThat(compute("i - AVG(i)").values()).containsExactly(10 - 70 / 3.0, 20 - 70 / 3.0, 40 - 70 / 3.0);
        assertThat(compute("IF(i >= 20, i, -(1 + 1))").values()).containsExactly(-2.0, 20.0, 40.0);
        assertThat(compute("i / (i - 10)").values()).containsExactly(2.0, 40 / 30.0);
        assertThat(compute("i").timestamps()).containsExactly(hour, hour.plusSeconds(60), hour.plusSeconds(180));
    }

    @Test
    void refusesExpressionsItCannotCompute() {
        assertThatThrownBy(() -> compute("ANOMALY_DETECTION_BAND(i)"))
                .hasMessageContaining("The function ANOMALY_DETECTION_BAND is not honoured by this emulator");
        assertThatThrownBy(() -> compute("i +")).hasMessageContaining("Invalid syntax");
        assertThatThrownBy(() -> compute("i ; e")).hasMessageContaining("Invalid syntax at '; e'");
        assertThatThrownBy(() -> compute("nobody * 2")).hasMessageContaining("Unresolved identifier 'nobody'");
        assertThatThrownBy(() -> compute("x + 1")).hasMessageContaining("Unresolved identifier 'x'");
        assertThatThrownBy(() -> compute("SUM(i)")).hasMessageContaining("Expressions must return one time series");
        assertThatThrownBy(() -> cloudwatch.getMetricData(r -> r.startTime(hour)
                        .endTime(hour.plusSeconds(60))
                        .nextToken("?")
                        .metricDataQueries(metric("e", "Errors"))))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    @Test
    void refusesWrongData() {
        refused(
                InvalidParameterValueException.class,
                "MetricData.member.1.Value is invalid",
                datum("x").value(Double.NaN));
        refused(MissingRequiredParameterException.class, "must be specified", datum("x"));
        refused(
                InvalidParameterCombinationException.class,
                "mutually exclusive",
                datum("x").value(1.0).values(1.0));
        refused(
                InvalidParameterValueException.class,
                "same size",
                datum("x").values(1.0).counts(1.0, 2.0));
        refused(
                InvalidParameterValueException.class,
                "StorageResolution is not supported",
                datum("x").value(1.0).storageResolution(5));
        refused(
                InvalidParameterValueException.class,
                "no more than two hours in the future",
                datum("x").value(1.0).timestamp(cloud.time().now().plus(Duration.ofHours(3))));
        assertThatThrownBy(() -> cloudwatch.putMetricData(r -> r.namespace("AWS/SageMaker")
                        .metricData(datum("x").value(1.0).build())))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The value AWS/SageMaker for parameter Namespace is invalid.");
        assertThat(cloudwatch.listMetrics(r -> r.namespace("Shop")).metrics()).isEmpty();
    }

    private void refused(Class<?> error, String message, MetricDatum.Builder datum) {
        assertThatThrownBy(() -> put(datum("fine").value(1.0), datum))
                .isInstanceOf(error)
                .hasMessageContaining(message.replace("member.1", "member.2"));
    }

    @Test
    void refusesWrongQuestions() {
        assertThatThrownBy(() -> statistics(60, List.of(), List.of()))
                .isInstanceOf(MissingRequiredParameterException.class);
        assertThatThrownBy(() -> statistics(60, List.of(), List.of("tm90")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The value tm90 for parameter ExtendedStatistics is not supported.");
        assertThatThrownBy(() -> cloudwatch.getMetricStatistics(r -> r.namespace("Shop")
                        .metricName("Latency")
                        .startTime(hour.minus(Duration.ofDays(2)))
                        .endTime(hour)
                        .period(60)
                        .statistics(Statistic.SUM)))
                .isInstanceOf(InvalidParameterCombinationException.class)
                .hasMessageContaining("You have requested up to 2,880 datapoints, which exceeds the limit of 1,440.");
    }

    @Test
    void manyDifferentValuesKeepThreeDigits() {
        Aggregate aggregate = new Aggregate();
        for (int i = 1; i <= 100_000; i++) {
            aggregate.add(i, 1);
        }

        assertThat(aggregate.count()).isEqualTo(100_000);
        assertThat(aggregate.percentile(90)).isBetween(89_900.0, 90_100.0);
    }
}
