package io.mlops.launch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.contract.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model package's card, in the model package model card schema (SageMaker developer guide, "View and update the details of
 * a model version"; {@code model_card_schema.json} in the SageMaker Python SDK): one line of JSON, at most 100,000
 * characters. What people must judge, as intended uses and risk, is left to them.
 */
final class ModelCard {
    private static final int LONGEST = 100_000;
    private static final int LONGEST_TEXT = 1024;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_DATASETS = 15;
    private static final int MOST_EVALUATED_DATASETS = 10;
    private static final int MOST_METRICS = 50;

    private final ObjectNode card = JsonNodeFactory.instance.objectNode();
    private final ObjectNode training;

    /** Begins a card of a model that a pipeline's training job made. */
    ModelCard(String pipeline, String trainingJobArn, String modelData) {
        ObjectNode overview = card.putObject("model_overview");
        overview.put("model_creator", text("pipeline " + pipeline, LONGEST_TEXT));
        overview.putArray("model_artifact").add(text(modelData, LONGEST_TEXT));
        training = card.putObject("training_details").putObject("training_job_details");
        training.put("training_arn", text(trainingJobArn, LONGEST_TEXT));
    }

    ModelCard trainedOn(List<String> datasets, String image) {
        texts(training.putArray("training_datasets"), datasets, MOST_DATASETS);
        texts(training.putObject("training_environment").putArray("container_image"), List.of(image), 1);
        return this;
    }

    ModelCard with(Map<String, String> hyperParameters) {
        ArrayNode list = training.putArray("hyper_parameters");
        new TreeMap<>(hyperParameters)
                .forEach((name, value) ->
                        list.addObject().put("name", text(name, LONGEST_NAME)).put("value", text(value, LONGEST_NAME)));
        return this;
    }

    ModelCard evaluated(Evaluation evaluation, List<String> datasets) {
        ArrayNode reached = training.putArray("training_metrics");
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        new TreeMap<>(evaluation.binaryClassificationMetrics())
                .entrySet().stream()
                        .filter(metric -> Double.isFinite(metric.getValue().value()))
                        .limit(MOST_METRICS)
                        .forEach(metric -> {
                            String name = text(metric.getKey(), LONGEST_NAME);
                            double value = metric.getValue().value();
                            reached.addObject().put("name", name).put("value", value);
                            data.addObject()
                                    .put("name", name)
                                    .put("type", "number")
                                    .put("value", value);
                        });
        if (!data.isEmpty()) {
            ObjectNode details = card.putArray("evaluation_details").addObject().put("name", "validation");
            texts(details.putArray("datasets"), datasets, MOST_EVALUATED_DATASETS);
            details.putArray("metric_groups")
                    .addObject()
                    .put("name", "validation")
                    .set("metric_data", data);
        }
        return this;
    }

    /** Adds what else is known, the package's customer metadata. */
    ModelCard details(Map<String, String> details) {
        ObjectNode custom = card.putObject("additional_information").putObject("custom_details");
        details.forEach((name, value) -> custom.put(name, text(value, LONGEST_TEXT)));
        return this;
    }

    /** Gives the card's content; without hyperparameters where they would make it too long. */
    String content() {
        String content = card.toString();
        if (content.length() > LONGEST) {
            training.remove("hyper_parameters");
            content = card.toString();
        }
        return content;
    }

    private static void texts(ArrayNode list, List<String> texts, int most) {
        texts.stream().limit(most).forEach(each -> list.add(text(each, LONGEST_TEXT)));
    }

    private static String text(String given, int longest) {
        String line = given.replaceAll("\\p{Cntrl}", " ");
        return line.substring(0, Math.min(longest, line.length()));
    }
}
