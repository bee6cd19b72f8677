package io.mlops.deploy.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * One action's metrics in CloudWatch's embedded metric format (CloudWatch user guide, Embedded metric format
 * specification): CloudWatch Logs makes metrics of the line, and the function needs no permission for it. Namespace
 * {@value #NAMESPACE}, dimensions {@code Pipeline} and {@code Stage}.
 *
 * @param pipeline the pipeline's name
 * @param stage the deploy stage
 * @param endpoint the endpoint's name; in the line, not a dimension
 * @param duration from the action's first invocation to its answer
 * @param deployed whether the model is in service
 * @param rolledBack whether SageMaker rolled the update back
 */
public record DeployMetrics(
        String pipeline, String stage, String endpoint, Duration duration, boolean deployed, boolean rolledBack) {
    /** The metrics' namespace. */
    public static final String NAMESPACE = "Mlops/Deploy";

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * Writes the metrics: {@code Deploys}, {@code Failures} and {@code Rollbacks} as 0 or 1, {@code Duration} in seconds.
     *
     * @param out takes the line
     * @param now when the action ended
     */
    public void write(PrintStream out, Instant now) {
        ObjectNode line = MAPPER.createObjectNode();
        ObjectNode metadata = line.putObject("_aws").put("Timestamp", now.toEpochMilli());
        ObjectNode directive =
                metadata.putArray("CloudWatchMetrics").addObject().put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add("Pipeline").add("Stage");
        ArrayNode metrics = directive.putArray("Metrics");
        metric(metrics, "Deploys", "Count");
        metric(metrics, "Failures", "Count");
        metric(metrics, "Rollbacks", "Count");
        metric(metrics, "Duration", "Seconds");
        line.put("Pipeline", pipeline)
                .put("Stage", stage)
                .put("Endpoint", endpoint)
                .put("Deploys", deployed ? 1 : 0)
                .put("Failures", deployed ? 0 : 1)
                .put("Rollbacks", rolledBack ? 1 : 0)
                .put("Duration", duration.toMillis() / 1000.0);
        out.println(line);
    }

    private static void metric(ArrayNode metrics, String name, String unit) {
        metrics.addObject().put("Name", name).put("Unit", unit);
    }
}
