package io.mlops.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * The training job's own metrics, in the form that SageMaker's model quality statistics have (SageMaker developer guide,
 * model quality metrics): {@code evaluation.json}.
 *
 * @param schema {@value #SCHEMA}
 * @param binaryClassificationMetrics metrics by name, as {@code auc}
 */
public record Evaluation(
        String schema,
        @JsonProperty("binary_classification_metrics") Map<String, Metric> binaryClassificationMetrics)
        implements Contract {
    /** The schema that this version writes and reads. */
    public static final String SCHEMA = "mlops.evaluation/1";

    /** Copies the metrics. */
    public Evaluation {
        binaryClassificationMetrics = Copies.of(binaryClassificationMetrics);
    }

    /**
     * One metric.
     *
     * @param value the estimate
     * @param standardDeviation a number as text, or {@code NaN} where it was not estimated
     */
    public record Metric(
            double value,
            @JsonProperty("standard_deviation") String standardDeviation) {}
}
