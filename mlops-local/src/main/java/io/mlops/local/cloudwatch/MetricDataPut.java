package io.mlops.local.cloudwatch;

import io.mlops.local.call.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** Takes the data of one PutMetricData, whole or not at all. */
final class MetricDataPut {
    private static final double LARGEST = Math.pow(2, 360);
    private static final int MOST_VALUES = 150;
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);

    private final Call call;
    private final PutMetricDataRequest request;

    MetricDataPut(Call call, PutMetricDataRequest request) {
        this.call = call;
        this.request = request;
    }

    void put() {
        if (request.namespace().startsWith("AWS/")) {
            throw Wrong.value("The value " + request.namespace() + " for parameter Namespace is invalid.");
        } else if (request.hasEntityMetricData() || request.strictEntityValidation() != null) {
            throw Wrong.value("EntityMetricData and StrictEntityValidation are not honoured by this emulator");
        }
        for (int i = 0; i < request.metricData().size(); i++) {
            check("MetricData.member." + (i + 1), request.metricData().get(i));
        }
        request.metricData().forEach(this::put);
    }

    private void check(String name, MetricDatum datum) {
        boolean values = !datum.values().isEmpty();
        if (datum.value() == null && !values && datum.statisticValues() == null) {
            throw Wrong.missing("One of the parameters " + name + ".Value, " + name + ".Values and " + name
                    + ".StatisticValues must be specified.");
        } else if (datum.value() != null && datum.statisticValues() != null) {
            throw Wrong.combination(exclusive(name + ".Value", name + ".StatisticValues"));
        } else if (values && (datum.value() != null || datum.statisticValues() != null)) {
            throw Wrong.combination(
                    exclusive(name + (datum.value() == null ? ".StatisticValues" : ".Value"), name + ".Values"));
        } else if (datum.values().size() > MOST_VALUES) {
            throw Wrong.value("The collection " + name + ".Values must not have a size greater than 150.");
        } else if (datum.hasCounts() && datum.counts().size() != datum.values().size()) {
            throw Wrong.value("The parameters " + name + ".Values and " + name + ".Counts must be of the same size.");
        } else if (datum.storageResolution() != null && !List.of(1, 60).contains(datum.storageResolution())) {
            throw Wrong.value("The value " + datum.storageResolution() + " for parameter " + name
                    + ".StorageResolution is not supported.");
        }
        checkNumbers(name, datum);
        checkTime(name + ".Timestamp", time(datum));
    }

    private static String exclusive(String one, String other) {
        return "The parameters " + one + " and " + other + " are mutually exclusive and you have specified both.";
    }

    private static void checkNumbers(String name, MetricDatum datum) {
        DoubleStream values = datum.value() == null
                ? datum.values().stream().mapToDouble(Double::doubleValue)
                : DoubleStream.of(datum.value());
        values.filter(value -> !(Math.abs(value) <= LARGEST)).findFirst().ifPresent(value -> {
            throw Wrong.value("The value " + value + " for parameter " + name
                    + (datum.value() == null ? ".Values" : ".Value") + " is invalid.");
        });
        StatisticSet set = datum.statisticValues();
        if (set != null && (!(set.sampleCount() > 0) || set.minimum() > set.maximum())) {
            throw Wrong.value(
                    "The parameter " + name + ".StatisticValues is invalid: SampleCount must be greater than 0"
                            + " and Minimum not greater than Maximum.");
        }
    }

    private void checkTime(String name, Instant time) {
        if (time.isAfter(call.now().plus(NEWEST))) {
            throw Wrong.value("The parameter " + name + " must specify a time no more than two hours in the future.");
        } else if (time.isBefore(call.now().minus(OLDEST))) {
            throw Wrong.value("The parameter " + name + " must specify a time within the past two weeks.");
        }
    }

    private Instant time(MetricDatum datum) {
        return Optional.ofNullable(datum.timestamp()).orElse(call.now());
    }

    private void put(MetricDatum datum) {
        Metrics.of(call.cloud(), call.scope())
                .put(
                        MetricKey.of(request.namespace(), datum.metricName(), datum.dimensions()),
                        time(datum),
                        Optional.ofNullable(datum.unit()).orElse(StandardUnit.NONE),
                        Optional.ofNullable(datum.storageResolution()).orElse(60),
                        aggregate -> add(datum, aggregate));
    }

    private static void add(MetricDatum datum, Aggregate aggregate) {
        if (datum.statisticValues() != null) {
            aggregate.add(datum.statisticValues());
        } else if (datum.value() != null) {
            aggregate.add(datum.value(), 1);
        }
        for (int i = 0; i < datum.values().size(); i++) {
            aggregate.add(
                    datum.values().get(i), datum.hasCounts() ? datum.counts().get(i) : 1);
        }
    }
}
