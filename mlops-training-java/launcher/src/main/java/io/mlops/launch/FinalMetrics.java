package io.mlops.launch;

import io.mlops.contract.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.model.MetricData;

/** The training job's last metric values ({@code FinalMetricDataList}), as SageMaker found them in the job's log. */
final class FinalMetrics {
    private static final String VALIDATION = "validation:";
    private static final String NOT_ESTIMATED = "NaN";
    /** SageMaker's own name for the area under the ROC curve, where the metric lines use scikit-learn's. */
    private static final Map<String, String> NAMES = Map.of("roc_auc", "auc");

    private FinalMetrics() {}

    /** Says the last values for people, as {@code validation:roc_auc 0.9312}; nothing where there are none. */
    static Optional<String> line(List<MetricData> metrics) {
        return metrics.isEmpty()
                ? Optional.empty()
                : Optional.of(metrics.stream()
                        .map(metric -> metric.metricName() + " " + metric.value())
                        .collect(Collectors.joining(", ", "last metrics: ", "")));
    }

    /**
     * Collects what the model reached on the validation data; metrics of other data, as {@code train:loss}, are left
     * out.
     */
    static Evaluation evaluation(List<MetricData> metrics) {
        Map<String, Evaluation.Metric> byName = new LinkedHashMap<>();
        for (MetricData metric : metrics) {
            if (metric.metricName().startsWith(VALIDATION) && metric.value() != null) {
                String name = metric.metricName().substring(VALIDATION.length());
                byName.put(NAMES.getOrDefault(name, name), new Evaluation.Metric(value(metric), NOT_ESTIMATED));
            }
        }
        return new Evaluation(Evaluation.SCHEMA, byName);
    }

    /** SageMaker's value is a float: by way of its text it stays 0.9312 as a double. */
    private static double value(MetricData metric) {
        return Double.parseDouble(Float.toString(metric.value()));
    }
}
