package io.mlops.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.contract.Evaluation;
import io.mlops.training.data.Labels;
import io.mlops.training.data.Task;
import io.mlops.training.evaluation.Metrics;
import java.util.Map;
import java.util.Optional;

/**
 * Makes {@code evaluation.json}: SageMaker's model quality statistics (developer guide, "Model quality metrics"), with the
 * schema that the contract's {@link Evaluation} reads, which knows those of two classes.
 */
final class EvaluationFile {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** SageMaker's name of ROC-AUC. */
    private static final Map<String, String> NAMES = Map.of("roc_auc", "auc");

    private EvaluationFile() {}

    static ObjectNode json(Labels labels, double threshold, Metrics metrics, Optional<Metrics> outOfBag) {
        ObjectNode root = JSON.objectNode();
        root.put("schema", Evaluation.SCHEMA);
        ObjectNode binary = root.putObject("binary_classification_metrics");
        ObjectNode group = switch (labels.task()) {
            case BINARY -> binary;
            case MULTICLASS -> root.putObject("multiclass_classification_metrics");
            case REGRESSION -> root.putObject("regression_metrics");
        };
        put(metrics, group);
        if (labels.task().isClassification()) {
            confusion(labels, metrics.confusion(), root.putObject("confusion_matrix"));
        }
        if (labels.task() == Task.BINARY) {
            root.put("threshold", threshold);
        }
        outOfBag.ifPresent(estimate -> put(estimate, root.putObject("out_of_bag_metrics")));
        return root;
    }

    private static void put(Metrics metrics, ObjectNode group) {
        metrics.values().forEach((name, value) -> {
            ObjectNode metric = group.putObject(NAMES.getOrDefault(name, name));
            metric.put("value", value);
            metric.put("standard_deviation", "NaN");
        });
    }

    /** True class, then predicted class. */
    private static void confusion(Labels labels, long[][] confusion, ObjectNode to) {
        for (int actual = 0; actual < confusion.length; actual++) {
            ObjectNode row = to.putObject(labels.classes().get(actual));
            for (int predicted = 0; predicted < confusion.length; predicted++) {
                row.put(labels.classes().get(predicted), confusion[actual][predicted]);
            }
        }
    }
}
