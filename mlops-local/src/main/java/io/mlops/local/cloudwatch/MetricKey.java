package io.mlops.local.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/**
 * Names a metric.
 *
 * @param namespace as {@code AWS/SageMaker}
 * @param name as {@code Invocations}
 * @param dimensions values by name; their order does not matter
 */
record MetricKey(String namespace, String name, Map<String, String> dimensions) {
    /** Sorts the dimensions. */
    MetricKey {
        dimensions = new TreeMap<>(dimensions);
    }

    static MetricKey of(String namespace, String name, List<Dimension> dimensions) {
        Map<String, String> values = new TreeMap<>();
        dimensions.forEach(dimension -> values.put(dimension.name(), dimension.value()));
        return new MetricKey(namespace, name, values);
    }

    Metric metric() {
        return Metric.builder()
                .namespace(namespace)
                .metricName(name)
                .dimensions(dimensions.entrySet().stream()
                        .map(each -> Dimension.builder()
                                .name(each.getKey())
                                .value(each.getValue())
                                .build())
                        .toList())
                .build();
    }
}
