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
