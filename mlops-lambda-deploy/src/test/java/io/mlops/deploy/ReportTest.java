package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Log lines, metrics and the endpoint's own last words. */
class ReportTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Pipeline pipeline = new Pipeline();
    private final FakeSageMaker sageMaker = pipeline.sageMaker;

    @Test
    void logsAJsonLineAStepWithJobExecutionAndEndpoint() {
        pipeline.invoke("job-1");

        List<JsonNode> lines = lines();
        assertThat(lines)
                .extracting(line -> line.path("step").asText())
                .containsExactly("artifacts", "DescribeEndpoint", "CreateEndpoint", "InProgress");
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("job").asText()).isEqualTo("job-1");
            assertThat(line.path("execution").asText()).isEqualTo("execution-1");
            assertThat(line.path("endpoint").asText()).isEqualTo("fraud-detection");
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            assertThat(line.path("timestamp").asText()).isEqualTo("2026-11-23T12:00:00Z");
        });
    }

    @Test
    void neverLogsTheEventsCredentials() {
        pipeline.invoke("job-1");
        pipeline.send(pipeline.event("job-2", "not a token").toString());
        pipeline.send(
                "{\"CodePipeline.job\":{\"id\":\"job-3\",\"data\":{\"artifactCredentials\":{\"secretAccessKey\":\""
                        + Pipeline.SECRET + "\"");

        assertThat(pipeline.lines()).isNotEmpty().noneMatch(line -> line.contains(Pipeline.SECRET));
    }

    @Test
    void measuresADeployment() {
        pipeline.invoke("job-1");
        sageMaker.settle();
        pipeline.pass(Duration.ofSeconds(90));
        pipeline.goOn("job-2");

        JsonNode metrics = metrics();
        assertThat(metrics.path("Deploys").asInt()).isEqualTo(1);
        assertThat(metrics.path("Failures").asInt()).isZero();
        assertThat(metrics.path("Rollbacks").asInt()).isZero();
        assertThat(metrics.path("Duration").asDouble()).isEqualTo(120);
        assertThat(metrics.path("Pipeline").asText()).isEqualTo("fraud");
        assertThat(metrics.path("Stage").asText()).isEqualTo("production");
        JsonNode directive = metrics.path("_aws").path("CloudWatchMetrics").path(0);
        assertThat(directive.path("Namespace").asText()).isEqualTo("Mlops/Deploy");
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"Pipeline\",\"Stage\"]]");
        assertThat(directive.path("Metrics").findValuesAsText("Name"))
                .containsExactly("Deploys", "Failures", "Rollbacks", "Duration");
    }

    @Test
    void measuresARollbackOnceThoughItIsInvokedTwice() {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        String token = pipeline.lastSuccess().continuationToken();
        sageMaker.rollBack("5xx");
        pipeline.invoke("job-2", token);
        pipeline.invoke("job-2", token);

        JsonNode metrics = metrics();
        assertThat(metrics.path("Rollbacks").asInt()).isEqualTo(1);
        assertThat(metrics.path("Failures").asInt()).isEqualTo(1);
        assertThat(lines()).extracting(line -> line.path("step").asText()).endsWith("answered");
    }

    @Test
    void bringsTheLastLinesOfTheNewFleetsLog() {
        pipeline.logs.lines.addAll(List.of("loading /opt/ml/model", "java.lang.OutOfMemoryError: Java heap space"));
        pipeline.invoke("job-1");
        sageMaker.status = software.amazon.awssdk.services.sagemaker.model.EndpointStatus.FAILED;
        sageMaker.failureReason = "it did not pass the ping health check";
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message())
                .contains("it did not pass the ping health check")
                .contains("/aws/sagemaker/Endpoints/fraud-detection, stream AllTraffic/new:")
                .endsWith("loading /opt/ml/model\njava.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void saysThatThereIsNoLog() {
        pipeline.invoke("job-1");
        sageMaker.status = software.amazon.awssdk.services.sagemaker.model.EndpointStatus.FAILED;
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message()).contains("it has no log /aws/sagemaker");
    }

    @Test
    void cutsAMessageToCodePipelinesLimit() {
        for (int i = 0; i < 50; i++) {
            pipeline.logs.lines.add("x".repeat(10_000));
        }
        pipeline.invoke("job-1");
        sageMaker.status = software.amazon.awssdk.services.sagemaker.model.EndpointStatus.FAILED;
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message()).hasSizeLessThanOrEqualTo(5000);
    }

    private List<JsonNode> lines() {
        return pipeline.lines().stream()
                .map(ReportTest::json)
                .filter(line -> line.path("_aws").isMissingNode())
                .toList();
    }

    private JsonNode metrics() {
        List<JsonNode> metrics = pipeline.lines().stream()
                .map(ReportTest::json)
                .filter(line -> line.has("_aws"))
                .toList();
        assertThat(metrics).hasSize(1);
        return metrics.get(0);
    }

    private static JsonNode json(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
