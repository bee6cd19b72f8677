package io.mlops.local.cloudwatch;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The metrics of an account in a region. A service puts its own with {@link #put(Cloud, Scope, String, String, Map,
 * double, StandardUnit)}. Data are kept for 15 days, as CloudWatch keeps those of one minute.
 */
public final class Metrics {
    private static final Duration KEPT = Duration.ofDays(15);
    private static final int MINUTE = 60;

    private final Cloud cloud;
    private final Map<MetricKey, NavigableMap<Long, Map<StandardUnit, Aggregate>>> series = new ConcurrentHashMap<>();

    private Metrics(Cloud cloud) {
        this.cloud = cloud;
    }

    static Metrics of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Metrics.class, scope, made -> new Metrics(cloud));
    }

    /**
     * Puts one value of a service's own metric, now, at the resolution of a minute.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @param namespace as {@code AWS/SageMaker}
     * @param name as {@code ModelLatency}
     * @param dimensions values by name; each set of dimensions is a metric of its own
     * @param value the value
     * @param unit its unit
     */
    public static void put(
            Cloud cloud,
            Scope scope,
            String namespace,
            String name,
            Map<String, String> dimensions,
            double value,
            StandardUnit unit) {
        of(cloud, scope)
                .put(
                        new MetricKey(namespace, name, dimensions),
                        cloud.scheduler().now(),
                        unit,
                        MINUTE,
                        aggregate -> aggregate.add(value, 1));
    }

    void put(MetricKey key, Instant time, StandardUnit unit, int resolution, Consumer<Aggregate> adding) {
        NavigableMap<Long, Map<StandardUnit, Aggregate>> data = series.computeIfAbsent(key, made -> new TreeMap<>());
        long second = Math.floorDiv(time.getEpochSecond(), resolution) * resolution;
        synchronized (data) {
            data.headMap(cloud.scheduler().now().minus(KEPT).getEpochSecond()).clear();
            adding.accept(data.computeIfAbsent(second, made -> new HashMap<>())
                    .computeIfAbsent(unit, made -> new Aggregate()));
        }
    }

    /** Lists the metrics that have data since a time. */
    List<MetricKey> since(Instant time) {
        return series.entrySet().stream()
                .filter(each -> {
                    synchronized (each.getValue()) {
                        return !each.getValue().tailMap(time.getEpochSecond()).isEmpty();
                    }
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * What to read of a metric.
     *
     * @param statistic what is asked of each period
     * @param unit the unit that data must have; empty for all
     * @param period in seconds
     * @param start where the first period begins
     * @param end where data end, exclusive
     */
    record Query(
            ToDoubleFunction<Aggregate> statistic,
            Optional<StandardUnit> unit,
            int period,
            Instant start,
            Instant end) {
        /** Begins at a whole minute, or at a whole period where that is shorter (GetMetricData, "StartTime"). */
        Query {
            long whole = Math.min(period, MINUTE);
            start = Instant.ofEpochSecond(Math.floorDiv(start.getEpochSecond(), whole) * whole);
        }

        Instant periodOf(long second) {
            return start.plusSeconds((second - start.getEpochSecond()) / period * period);
        }
    }

    /** Reads a metric: a value for each period that has data, by the period's start. */
    NavigableMap<Instant, Double> read(MetricKey key, Query query) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        aggregates(key, query).forEach((time, aggregate) -> {
            double value = query.statistic().applyAsDouble(aggregate);
            if (!Double.isNaN(value)) {
                values.put(time, value);
            }
        });
        return values;
    }

    NavigableMap<Instant, Aggregate> aggregates(MetricKey key, Query query) {
        NavigableMap<Instant, Aggregate> periods = new TreeMap<>();
        NavigableMap<Long, Map<StandardUnit, Aggregate>> data = series.get(key);
        if (data == null || !query.start().isBefore(query.end())) {
            return periods;
        }
        synchronized (data) {
            data.subMap(query.start().getEpochSecond(), query.end().getEpochSecond())
                    .forEach((second, byUnit) -> byUnit.forEach((unit, aggregate) -> {
                        if (query.unit().map(unit::equals).orElse(true)) {
                            periods.computeIfAbsent(query.periodOf(second), made -> new Aggregate())
                                    .add(aggregate);
                        }
                    }));
        }
        return periods;
    }
}
