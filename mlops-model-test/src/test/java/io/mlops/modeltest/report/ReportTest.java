package io.mlops.modeltest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.ContractJson;
import io.mlops.contract.TestResults;
import io.mlops.contract.TestResults.Check;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ReportTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-models/7";
    private static final TestResults RESULTS = new TestResults(
            TestResults.SCHEMA,
            TestResults.Status.FAILED,
            ARN,
            "execution-1",
            "2026-11-23T12:00:00Z",
            1200,
            Map.of("roc_auc", 0.7),
            List.of(
                    new Check("answers CSV with a score for each row", "1200 rows", true),
                    new Check("roc_auc at least 0.85", "<0.7> & \"\u0001\"", false)),
            "failed");

    @Test
    void writesATestCaseForEachCheck() throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(JunitXml.of(RESULTS).getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();

        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(2);
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("measured: <0.7> & \"?\"");
    }

    @Test
    void writesTheArtifactsFiles(@TempDir Path directory) throws IOException {
        new ResultFiles(directory).write(RESULTS);

        assertThat(ContractJson.read(
                        TestResults.class,
                        "test_results.json",
                        Files.readString(directory.resolve("test_results.json"))))
                .isEqualTo(RESULTS);
        assertThat(directory.resolve("model_package_arn.txt")).hasContent(ARN);
        assertThat(directory.resolve("reports/junit.xml")).isNotEmptyFile();
    }

    @Test
    void showsEachCheckWithWhatWasMeasured() {
        assertThat(VerdictTable.of(RESULTS).lines())
                .contains("  passed  answers CSV with a score for each row  1200 rows", "FAILED " + ARN);
    }
}
