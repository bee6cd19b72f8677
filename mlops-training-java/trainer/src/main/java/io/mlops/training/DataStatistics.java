package io.mlops.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Feature;
import io.mlops.training.data.NumericFeature;
import io.mlops.training.data.Table;
import java.util.List;

/**
 * Makes {@code statistics.json} and {@code constraints.json} of the training rows, in the form that Model Monitor compares
 * captured data with (SageMaker developer guide, "Schema for Statistics" and "Schema for Constraints"). Distributions have
 * their buckets, and no KLL sketch.
 */
final class DataStatistics {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int BUCKETS = 10;
    /** More categories than this are not listed: a domain so large is none. */
    private static final int MOST_DOMAIN = 100;

    private final Table table;
    private final List<Feature> features;
    private final int[] rows;

    DataStatistics(Table table, List<Feature> features, int[] rows) {
        this.table = table;
        this.features = features;
        this.rows = rows;
    }

    ObjectNode statistics() {
        ObjectNode root = JSON.objectNode();
        root.put("version", 0);
        root.putObject("dataset").put("item_count", rows.length);
        ArrayNode list = root.putArray("features");
        for (int at = 0; at < features.size(); at++) {
            ObjectNode node = list.addObject();
            node.put("name", features.get(at).name());
            ColumnSummary summary = ColumnSummary.of(table.column(at), rows);
            node.put("inferred_type", type(features.get(at), summary));
            if (features.get(at) instanceof CategoricalFeature categorical) {
                strings(categorical, summary, node.putObject("string_statistics"));
            } else {
                numbers(at, summary, node.putObject("numerical_statistics"));
            }
        }
        return root;
    }

    private static String type(Feature feature, ColumnSummary summary) {
        return feature instanceof CategoricalFeature ? "String" : summary.isIntegral() ? "Integral" : "Fractional";
    }

    private static void common(ColumnSummary summary, ObjectNode to) {
        to.putObject("common").put("num_present", summary.present()).put("num_missing", summary.missing());
    }

    private void numbers(int at, ColumnSummary summary, ObjectNode to) {
        common(summary, to);
        to.put("mean", summary.mean())
                .put("sum", summary.sum())
                .put("std_dev", summary.standardDeviation())
                .put("min", summary.least())
                .put("max", summary.most());
        ArrayNode buckets = to.putObject("distribution").putObject("kll").putArray("buckets");
        long[] counts = summary.buckets(table.column(at), rows, BUCKETS);
        double width = ((double) summary.most() - summary.least()) / BUCKETS;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            buckets.addObject()
                    .put("lower_bound", summary.least() + bucket * width)
                    .put("upper_bound", bucket == BUCKETS - 1 ? summary.most() : summary.least() + (bucket + 1) * width)
                    .put("count", counts[bucket]);
        }
    }

    private static void strings(CategoricalFeature feature, ColumnSummary summary, ObjectNode to) {
        common(summary, to);
        to.put("distinct_count", summary.distinctCodes());
        ArrayNode buckets =
                to.putObject("distribution").putObject("categorical").putArray("buckets");
        for (int code = 0; code < Math.min(MOST_DOMAIN, feature.categories().size()); code++) {
            buckets.addObject().put("value", feature.categories().get(code)).put("count", summary.count(code));
        }
    }

    ObjectNode constraints() {
        ObjectNode root = JSON.objectNode();
        root.put("version", 0);
        ArrayNode list = root.putArray("features");
        for (int at = 0; at < features.size(); at++) {
            Feature feature = features.get(at);
            ColumnSummary summary = ColumnSummary.of(table.column(at), rows);
            ObjectNode node = list.addObject();
            node.put("name", feature.name());
            node.put("inferred_type", type(feature, summary));
            node.put("completeness", (double) summary.present() / Math.max(1, rows.length));
            if (feature instanceof NumericFeature) {
                node.putObject("num_constraints").put("is_non_negative", summary.least() >= 0);
            } else if (feature instanceof CategoricalFeature categorical
                    && categorical.categories().size() <= MOST_DOMAIN) {
                ArrayNode domains = node.putObject("string_constraints").putArray("domains");
                categorical.categories().forEach(domains::add);
            }
        }
        monitoring(root.putObject("monitoring_config"));
        return root;
    }

    /** Model Monitor's own defaults. */
    private static void monitoring(ObjectNode to) {
        to.put("evaluate_constraints", "Enabled")
                .put("emit_metrics", "Enabled")
                .put("datatype_check_threshold", 1.0)
                .put("domain_content_threshold", 1.0);
        to.putObject("distribution_constraints")
                .put("perform_comparison", "Enabled")
                .put("comparison_threshold", 0.1)
                .put("comparison_method", "Robust");
    }
}
