package io.mlops.local.sagemaker;

import io.mlops.local.call.Call;
import io.mlops.local.cloudwatch.Metrics;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/**
 * Puts a variant's invocation metrics: by endpoint and variant, and by endpoint config besides, so that alarms can tell
 * a new fleet from the old (SageMaker developer guide, "Monitor with CloudWatch" and "Auto-rollback configuration").
 */
final class EndpointMetrics {
    private final Call call;
    private final List<Map<String, String>> dimensions;
    private final Instant began;

    EndpointMetrics(Call call, String endpoint, String variant, String config) {
        this.call = call;
        this.dimensions = List.of(
                Map.of("EndpointName", endpoint, "VariantName", variant),
                Map.of("EndpointName", endpoint, "VariantName", variant, "EndpointConfigName", config));
        this.began = call.now();
    }

    /** Asks the model. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws IOException;
    }

    /** Measures what the model takes; what came before, since this was made, is overhead. */
    <T> T measure(Asking<T> model) throws IOException {
        Instant asked = call.now();
        int status = 200;
        try {
            return model.ask();
        } catch (ModelErrorException e) {
            // Without an answer in time the model's status is 0, and counts as the server's fault.
            status = e.originalStatusCode() == 0 ? 500 : e.originalStatusCode();
            throw e;
        } finally {
            put("Invocations", 1, StandardUnit.NONE);
            put("Invocation4XXErrors", status / 100 == 4 ? 1 : 0, StandardUnit.NONE);
            put("Invocation5XXErrors", status / 100 == 5 ? 1 : 0, StandardUnit.NONE);
            put("ModelLatency", (double) ChronoUnit.MICROS.between(asked, call.now()), StandardUnit.MICROSECONDS);
            put("OverheadLatency", (double) ChronoUnit.MICROS.between(began, asked), StandardUnit.MICROSECONDS);
        }
    }

    private void put(String name, double value, StandardUnit unit) {
        dimensions.forEach(each -> Metrics.put(call.cloud(), call.scope(), "AWS/SageMaker", name, each, value, unit));
    }
}
