package io.mlops.local.cloudwatch;

import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.services.cloudwatch.model.*;

/** Calls that list and read metrics. */
final class MetricCalls {
    private static final int MOST_DATAPOINTS = 1440;
    private static final int LISTED = 500;
    private static final Duration RECENT = Duration.ofHours(3);

    private final Call call;
    private final Metrics metrics;

    MetricCalls(Call call) {
        this.call = call;
        this.metrics = Metrics.of(call.cloud(), call.scope());
    }

    static RuntimeException wrongToken() {
        return InvalidNextTokenException.builder()
                .message("The next token specified is invalid.")
                .build();
    }

    ListMetricsResponse list(ListMetricsRequest request) {
        if (request.owningAccount() != null || Boolean.TRUE.equals(request.includeLinkedAccounts())) {
            throw Wrong.value("OwningAccount and IncludeLinkedAccounts are not honoured by this emulator");
        }
        Instant since =
                request.recentlyActive() == null ? Instant.EPOCH : call.now().minus(RECENT);
        List<Metric> found = metrics.since(since).stream()
                .filter(key -> isWanted(request, key))
                .sorted(Comparator.comparing(MetricKey::toString))
                .map(MetricKey::metric)
                .toList();
        Page<Metric> page = Page.of(
                found, request.nextToken(), LISTED, () -> Wrong.value("Request parameter NextToken is invalid"));
        return ListMetricsResponse.builder()
                .metrics(page.items())
                .nextToken(page.next())
                .build();
    }

    private static boolean isWanted(ListMetricsRequest request, MetricKey key) {
        return (request.namespace() == null || request.namespace().equals(key.namespace()))
                && (request.metricName() == null || request.metricName().equals(key.name()))
                && request.dimensions().stream()
                        .allMatch(filter -> filter.value() == null
                                ? key.dimensions().containsKey(filter.name())
                                : filter.value().equals(key.dimensions().get(filter.name())));
    }

    GetMetricStatisticsResponse statistics(GetMetricStatisticsRequest request) {
        check(request);
        Map<String, ToDoubleFunction<Aggregate>> wanted = new TreeMap<>();
        request.statisticsAsStrings().forEach(name -> wanted.put(name, Statistic.require("Statistics", name)));
        request.extendedStatistics().forEach(name -> wanted.put(name, Statistic.require("ExtendedStatistics", name)));
        Metrics.Query query = new Metrics.Query(
                Aggregate::count,
                Optional.ofNullable(request.unit()),
                request.period(),
                request.startTime(),
                request.endTime());
        List<Datapoint> datapoints = new ArrayList<>();
        metrics.aggregates(MetricKey.of(request.namespace(), request.metricName(), request.dimensions()), query)
                .forEach((time, aggregate) -> datapoints.add(datapoint(request, time, aggregate, wanted)));
        return GetMetricStatisticsResponse.builder()
                .label(request.metricName())
                .datapoints(datapoints)
                .build();
    }

    private static void check(GetMetricStatisticsRequest request) {
        QueryResults.requirePeriod(request.period());
        long span = Duration.between(request.startTime(), request.endTime()).toSeconds();
        if (span <= 0) {
            throw Wrong.value("The parameter StartTime must be less than the parameter EndTime.");
        } else if (request.statistics().isEmpty()
                && request.extendedStatistics().isEmpty()) {
            throw Wrong.missing("At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        } else if (span / request.period() > MOST_DATAPOINTS) {
            throw Wrong.combination("You have requested up to " + String.format("%,d", span / request.period())
                    + " datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by"
                    + " increasing Period, or decreasing the time range.");
        }
    }

    private static Datapoint datapoint(
            GetMetricStatisticsRequest request,
            Instant time,
            Aggregate aggregate,
            Map<String, ToDoubleFunction<Aggregate>> wanted) {
        Datapoint.Builder point =
                Datapoint.builder().timestamp(time).unit(request.unit() == null ? StandardUnit.NONE : request.unit());
        Map<String, Double> extended = new TreeMap<>();
        wanted.forEach((name, statistic) -> {
            double value = statistic.applyAsDouble(aggregate);
            switch (name) {
                case "SampleCount" -> point.sampleCount(value);
                case "Sum" -> point.sum(value);
                case "Average" -> point.average(value);
                case "Minimum" -> point.minimum(value);
                case "Maximum" -> point.maximum(value);
                default -> extended.put(name, value);
            }
        });
        extended.values().removeIf(value -> value.isNaN());
        return extended.isEmpty()
                ? point.build()
                : point.extendedStatistics(extended).build();
    }

    GetMetricDataResponse data(GetMetricDataRequest request) {
        if (request.nextToken() != null) {
            throw wrongToken();
        } else if (!request.startTime().isBefore(request.endTime())) {
            throw Wrong.validation("The parameter EndTime must be greater than StartTime.");
        }
        QueryResults.check(request.metricDataQueries());
        QueryResults results =
                new QueryResults(metrics::read, request.metricDataQueries(), request.startTime(), request.endTime());
        List<MetricDataResult> shown = request.metricDataQueries().stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .map(query -> result(request, query, results.series(query.id())))
                .toList();
        return GetMetricDataResponse.builder()
                .metricDataResults(shown)
                .messages(List.of())
                .build();
    }

    private static MetricDataResult result(
            GetMetricDataRequest request, MetricDataQuery query, NavigableMap<Instant, Double> series) {
        NavigableMap<Instant, Double> ordered =
                request.scanBy() == ScanBy.TIMESTAMP_ASCENDING ? series : series.descendingMap();
        long most = request.maxDatapoints() == null ? Long.MAX_VALUE : request.maxDatapoints();
        String label = query.metricStat() == null
                ? query.id()
                : query.metricStat().metric().metricName();
        return MetricDataResult.builder()
                .id(query.id())
                .label(query.label() == null ? label : query.label())
                .timestamps(ordered.keySet().stream().limit(most).toList())
                .values(ordered.values().stream().limit(most).toList())
                .statusCode(ordered.size() > most ? StatusCode.PARTIAL_DATA : StatusCode.COMPLETE)
                .build();
    }
}
