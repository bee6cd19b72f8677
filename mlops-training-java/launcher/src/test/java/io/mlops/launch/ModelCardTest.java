package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.contract.Evaluation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The names are those of AWS's schema, {@code model_card_schema.json} of the SageMaker Python SDK. */
class ModelCardTest {
    private static final String JOB = "arn:aws:sagemaker:eu-west-1:123456789012:training-job/j";

    @Test
    void saysWhereTheModelComesFromInAwssSchema() throws IOException {
        String content = new ModelCard("fraud", JOB, "s3://b/model.tar.gz")
                .trainedOn(List.of("s3://b/data/"), "image:1")
                .with(Map.of("ntrees", "100"))
                .evaluated(evaluation(Map.of("auc", 0.9, "f1", Double.NaN)), List.of("s3://b/data/"))
                .details(Map.of("mlops:commit", "v1"))
                .content();

        assertThat(content).doesNotContain("\n");
        assertThat(read(content)).isEqualTo(read("""
                        {"model_overview":{"model_creator":"pipeline fraud","model_artifact":["s3://b/model.tar.gz"]},
                         "training_details":{"training_job_details":{
                           "training_arn":"%s",
                           "training_datasets":["s3://b/data/"],
                           "training_environment":{"container_image":["image:1"]},
                           "hyper_parameters":[{"name":"ntrees","value":"100"}],
                           "training_metrics":[{"name":"auc","value":0.9}]}},
                         "evaluation_details":[{"name":"validation","datasets":["s3://b/data/"],
                           "metric_groups":[{"name":"validation",
                             "metric_data":[{"name":"auc","type":"number","value":0.9}]}]}],
                         "additional_information":{"custom_details":{"mlops:commit":"v1"}}}
                        """.formatted(JOB)));
    }

    @Test
    void leavesOutTheEvaluationThatThereIsNone() throws IOException {
        String content = new ModelCard("fraud", JOB, "s3://b/m")
                .evaluated(evaluation(Map.of()), List.of())
                .content();

        assertThat(read(content).has("evaluation_details")).isFalse();
    }

    @Test
    void keepsToTheSchemasBounds() throws IOException {
        Map<String, String> many = new TreeMap<>();
        for (int at = 0; at < 100; at++) {
            many.put(at + "k".repeat(300), "v\n".repeat(1000));
        }

        String content = new ModelCard("p", JOB, "s3://b/m").with(many).content();

        assertThat(content).hasSizeLessThan(100_000).doesNotContain("\\n");
        assertThat(read(content).at("/training_details/training_job_details/hyper_parameters"))
                .hasSize(100)
                .allSatisfy(parameter -> {
                    assertThat(parameter.path("name").asText()).hasSize(255);
                    assertThat(parameter.path("value").asText()).hasSize(255);
                });
    }

    @Test
    void givesUpHyperparametersRatherThanTheCard() throws IOException {
        Map<String, String> many = new TreeMap<>();
        for (int at = 0; at < 300; at++) {
            many.put(at + "k".repeat(300), "v".repeat(1000));
        }

        assertThat(read(new ModelCard("p", JOB, "s3://b/m").with(many).content())
                        .at("/training_details/training_job_details/training_arn")
                        .asText())
                .isEqualTo(JOB);
    }

    private static Evaluation evaluation(Map<String, Double> values) {
        Map<String, Evaluation.Metric> metrics = new TreeMap<>();
        values.forEach((name, value) -> metrics.put(name, new Evaluation.Metric(value, "NaN")));
        return new Evaluation(Evaluation.SCHEMA, metrics);
    }

    private static JsonNode read(String json) throws IOException {
        return JsonMapper.builder().build().readTree(json);
    }
}
