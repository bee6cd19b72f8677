package io.mlops.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContractJsonTest {
    private static final TestResults RESULTS = new TestResults(
            TestResults.SCHEMA,
            TestResults.Status.PASSED,
            "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud/3",
            "5c1e7a6e-0000-4000-8000-000000000000",
            "2026-11-23T10:15:30Z",
            5000,
            Map.of("roc_auc", 0.93),
            List.of(new TestResults.Check("roc_auc at least 0.8", "0.93", true)),
            "every check passed");

    @Test
    void readsWhatItWrote() {
        assertThat(ContractJson.read(TestResults.class, "test_results.json", ContractJson.write(RESULTS)))
                .isEqualTo(RESULTS);
    }

    @Test
    void ignoresFieldsOfALaterWriter() {
        String later = ContractJson.write(RESULTS).replaceFirst("\\{", "{\"later\": 1,");

        assertThat(ContractJson.read(TestResults.class, "test_results.json", later))
                .isEqualTo(RESULTS);
    }

    @Test
    void refusesAnotherSchemaByName() {
        String other = ContractJson.write(RESULTS).replace("test-results/1", "test-results/2");

        assertThatThrownBy(() -> ContractJson.read(TestResults.class, "test_results.json", other))
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining("test_results.json: field schema: got \"mlops.test-results/2\"")
                .hasMessageContaining("accepted is \"mlops.test-results/1\"");
    }

    @Test
    void namesEveryMissingField() {
        String text = "{\"schema\":\"" + DeployParameters.SCHEMA + "\"}";

        assertThatThrownBy(() -> ContractJson.read(DeployParameters.class, "UserParameters", text))
                .hasMessage("UserParameters: missing \"stage\", \"execution\"");
    }

    @Test
    void refusesAbsentFlagsNumbersAndCollections() {
        String settings = "{\"schema\":\"" + TestSettings.SCHEMA + "\",\"pipeline\":\"p\",\"endpointPrefix\":\"e\","
                + "\"roleArn\":\"r\",\"instanceType\":\"i\",\"suite\":null}";

        assertThatThrownBy(() -> ContractJson.read(TestSettings.class, "test.json", settings))
                .hasMessage("test.json: missing \"suite\", \"thresholds\", \"reportsS3Uri\","
                        + " \"modelPackageGroup\", \"networkIsolation\", \"approve\", \"tags\"");
    }

    @Test
    void refusesAbsentFieldsOfNestedRecords() {
        String settings = "{\"schema\":\"" + DeploySettings.SCHEMA + "\",\"pipeline\":\"p\",\"stage\":\"s\","
                + "\"endpointName\":\"e\",\"roleArn\":\"r\",\"variants\":[{\"name\":\"v\"},null],\"tags\":{\"a\":null}}";
        String evaluation = "{\"schema\":\"" + Evaluation.SCHEMA
                + "\",\"binary_classification_metrics\":{\"auc\":{\"standard_deviation\":\"NaN\"}}}";

        assertThatThrownBy(() -> ContractJson.read(DeploySettings.class, "deploy-a.json", settings))
                .hasMessage("deploy-a.json: missing \"variants[0].initialInstanceCount\","
                        + " \"variants[0].initialVariantWeight\", \"variants[1]\", \"networkIsolation\","
                        + " \"pendingAllowed\", \"kept\", \"deadlineInMinutes\", \"tags.a\"");
        assertThatThrownBy(() -> ContractJson.read(Evaluation.class, "evaluation.json", evaluation))
                .hasMessage("evaluation.json: missing \"binary_classification_metrics.auc.value\"");
    }

    @Test
    void refusesAnEmptyTextForANumber() {
        String text = ContractJson.write(RESULTS).replace("5000,", "\"\",");

        assertThatThrownBy(() -> ContractJson.read(TestResults.class, "test_results.json", text))
                .isInstanceOf(InvalidContractException.class);
    }

    @Test
    void readsEveryNestedRecordThatItWrote() {
        Evaluation evaluation = new Evaluation(Evaluation.SCHEMA, Map.of("auc", new Evaluation.Metric(0.9, "NaN")));
        TrainingSettings settings = new TrainingSettings(
                TrainingSettings.SCHEMA,
                "fraud",
                "fraud-models",
                "fraud",
                "image:1",
                "arn:aws:iam::123456789012:role/training",
                "ml.m5.large",
                1,
                10,
                3600,
                Map.of("label", "is_fraud"),
                List.of(new TrainingSettings.Channel(
                        "train", "s3://bucket/data/", "text/csv", "File", "FullyReplicated")),
                "s3://bucket/models/",
                List.of(new TrainingSettings.MetricDefinition("validation:roc_auc", "roc_auc=([0-9.]+);")),
                Map.of(),
                new TrainingSettings.Spot(7200),
                new TrainingSettings.Checkpoint("s3://bucket/checkpoints/", "/opt/ml/checkpoints"),
                new Vpc(List.of("subnet-1"), List.of("sg-1")),
                true,
                true,
                "alias/volumes",
                "alias/models",
                new TrainingSettings.Script("code", "train.py", "s3://bucket/code/"),
                new TrainingSettings.Serving(
                        "image:1", Map.of("A", "b"), List.of("text/csv"), List.of("text/csv"), List.of(), List.of()),
                Map.of());
        DeploySettings deploy = new DeploySettings(
                DeploySettings.SCHEMA,
                "fraud",
                "production",
                "fraud",
                "arn:aws:iam::123456789012:role/serving",
                List.of(
                        new DeploySettings.Variant(
                                "A",
                                "ml.m5.large",
                                2,
                                1,
                                null,
                                new DeploySettings.Scaling(1, 4, 1000, 300, 60),
                                600,
                                600),
                        new DeploySettings.Variant(
                                "B", null, 0, 0.5, new DeploySettings.Serverless(2048, 5, null), null, null, null)),
                new DeploySettings.DataCapture(
                        10, "s3://bucket/capture/", List.of("Input"), List.of("text/csv"), List.of(), null),
                new DeploySettings.Deployment(
                        DeploySettings.Strategy.CANARY,
                        new DeploySettings.CapacitySize("CAPACITY_PERCENT", 10),
                        300,
                        60,
                        1800,
                        List.of("errors"),
                        List.of(new DeploySettings.ConfigAlarm("Invocation5XXErrors", "Sum", 0, 60, 1))),
                null,
                false,
                null,
                false,
                3,
                120,
                Map.of("team", "ml"));

        assertThat(ContractJson.read(Evaluation.class, "evaluation.json", ContractJson.write(evaluation)))
                .isEqualTo(evaluation);
        assertThat(ContractJson.read(TrainingSettings.class, "training.json", ContractJson.write(settings)))
                .isEqualTo(settings);
        assertThat(ContractJson.read(DeploySettings.class, "deploy-production.json", ContractJson.write(deploy)))
                .isEqualTo(deploy);
    }

    @Test
    void leavesOutWhatMayBeAbsentAndNamesWhatMayNot() {
        String least = "{\"schema\":\"mlops.deploy-settings/1\",\"variants\":[{\"name\":\"A\",\"serverless\":{}}]}";

        assertThatThrownBy(() -> ContractJson.read(DeploySettings.class, "deploy.json", least))
                .hasMessageContaining("\"variants[0].serverless.memorySizeInMB\"")
                .hasMessageContaining("\"networkIsolation\"")
                .hasMessageNotContainingAny("\"vpc\"", "provisionedConcurrency", "dataCapture", "instanceType");
    }

    @Test
    void saysWhereTextIsNotJson() {
        assertThatThrownBy(() -> ContractJson.read(TestResults.class, "test_results.json", "{\n oops"))
                .hasMessageStartingWith("test_results.json: not JSON:")
                .hasMessageContaining("line 2");
    }

    @Test
    void writesTheEvaluationInSageMakersForm() {
        Evaluation evaluation = new Evaluation(Evaluation.SCHEMA, Map.of("auc", new Evaluation.Metric(0.9, "NaN")));

        assertThat(ContractJson.writeCompact(evaluation))
                .isEqualTo("{\"schema\":\"mlops.evaluation/1\",\"binary_classification_metrics\":"
                        + "{\"auc\":{\"value\":0.9,\"standard_deviation\":\"NaN\"}}}");
    }
}
