package io.mlops.local.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** Computes the metrics and expressions of one request or alarm over a span of time. */
final class QueryResults {
    private final BiFunction<MetricKey, Metrics.Query, NavigableMap<Instant, Double>> metrics;
    private final Map<String, MetricDataQuery> queries = new LinkedHashMap<>();
    private final Map<String, MathExpression.Value> computed = new HashMap<>();
    private final Set<String> computing = new HashSet<>();
    private final Instant start;
    private final Instant end;

    QueryResults(
            BiFunction<MetricKey, Metrics.Query, NavigableMap<Instant, Double>> metrics,
            List<MetricDataQuery> queries,
            Instant start,
            Instant end) {
        this.metrics = metrics;
        this.start = start;
        this.end = end;
        queries.forEach(query -> this.queries.put(query.id(), query));
    }

    /**
     * Checks queries.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException {@code ValidationError}
     */
    static void check(List<MetricDataQuery> queries) {
        Set<String> ids = new HashSet<>();
        for (MetricDataQuery query : queries) {
            if (!ids.add(query.id())) {
                throw Wrong.validation("The values for parameter id in MetricDataQueries must be unique.");
            } else if (!query.id().matches("[a-z][A-Za-z0-9_]*")) {
                throw Wrong.validation("The value " + query.id() + " for parameter MetricDataQueries.member.id is"
                        + " not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
            } else if ((query.metricStat() == null) == (query.expression() == null)) {
                throw Wrong.validation(
                        "Exactly one of MetricStat and Expression must be specified for the query " + query.id() + ".");
            } else if (query.accountId() != null) {
                throw Wrong.validation("AccountId is not honoured by this emulator: leave it out");
            }
            if (query.metricStat() != null) {
                requirePeriod(query.metricStat().period());
                Statistic.require("Stat", query.metricStat().stat());
            }
        }
        QueryResults none = new QueryResults((key, query) -> new TreeMap<>(), queries, Instant.EPOCH, Instant.EPOCH);
        ids.forEach(none::series);
    }

    static void requirePeriod(@Nullable Integer period) {
        boolean good =
                period != null && (Set.of(1, 5, 10, 20, 30).contains(period) || (period > 0 && period % 60 == 0));
        if (!good) {
            throw Wrong.validation("Period must be 1, 5, 10, 20, 30 or a multiple of 60");
        }
    }

    /** The series of a query. */
    NavigableMap<Instant, Double> series(String id) {
        MathExpression.Value value = value(id);
        if (value.series().size() != 1) {
            throw Wrong.validation("Error in expression '" + id + "' [Expressions must return one time series]");
        }
        return value.series().get(0);
    }

    /** A query's value; without an id, all metrics in a list. */
    private MathExpression.Value value(String id) {
        if (id.isEmpty()) {
            List<NavigableMap<Instant, Double>> all = new ArrayList<>();
            queries.values().stream()
                    .filter(query -> query.metricStat() != null)
                    .forEach(query -> all.addAll(value(query.id()).series()));
            return new MathExpression.Value(all, 0);
        }
        MetricDataQuery query = queries.get(id);
        if (query == null || !computing.add(id)) {
            throw Wrong.validation("Error in expression [Unresolved identifier '" + id + "']");
        }
        try {
            MathExpression.Value known = computed.get(id);
            MathExpression.Value value = known == null ? compute(query) : known;
            computed.put(id, value);
            return value;
        } finally {
            computing.remove(id);
        }
    }

    private MathExpression.Value compute(MetricDataQuery query) {
        if (query.expression() != null) {
            return MathExpression.evaluate(query.expression(), this::value);
        }
        MetricStat wanted = query.metricStat();
        Metric metric = wanted.metric();
        return MathExpression.Value.of(metrics.apply(
                MetricKey.of(metric.namespace(), metric.metricName(), metric.dimensions()),
                new Metrics.Query(
                        Statistic.require("Stat", wanted.stat()),
                        Optional.ofNullable(wanted.unit()),
                        wanted.period(),
                        start,
                        end)));
    }
}
