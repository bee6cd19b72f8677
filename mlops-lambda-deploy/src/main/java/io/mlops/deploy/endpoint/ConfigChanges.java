package io.mlops.deploy.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;

/** Says in words what differs between two endpoint configs, for the job's summary. */
final class ConfigChanges {
    private ConfigChanges() {}

    /** Lists what changes, empty where nothing but the model does. */
    static String between(
            Optional<DescribeEndpointConfigResponse> before, Optional<DescribeEndpointConfigResponse> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return "";
        }
        Map<String, String> old = properties(before.get());
        Map<String, String> now = properties(after.get());
        List<String> changes = new ArrayList<>();
        now.forEach((name, value) -> {
            String was = old.remove(name);
            if (!Objects.equals(was, value)) {
                changes.add(name + " " + (was == null ? "none" : was) + " -> " + value);
            }
        });
        old.forEach((name, value) ->
                changes.add(name + " " + value + " -> " + (name.startsWith("data capture") ? "as it was" : "none")));
        return changes.isEmpty() ? "" : "; changed: " + String.join(", ", changes);
    }

    /** Lists the instance counts that differ from the settings' because the live ones were kept. */
    static String kept(DescribeEndpointResponse endpoint, DescribeEndpointConfigResponse config) {
        List<String> kept = new ArrayList<>();
        for (ProductionVariant variant : config.productionVariants()) {
            endpoint.productionVariants().stream()
                    .filter(live -> variant.variantName().equals(live.variantName()))
                    .filter(live -> differs(live, variant))
                    .forEach(live -> kept.add(live.variantName() + " " + live.desiredInstanceCount() + " instances"));
        }
        if (config.dataCaptureConfig() == null
                && endpoint.dataCaptureConfig() != null
                && Boolean.TRUE.equals(endpoint.dataCaptureConfig().enableCapture())) {
            kept.add("data capture to " + endpoint.dataCaptureConfig().destinationS3Uri());
        }
        return kept.isEmpty() ? "" : "; kept: " + String.join(", ", kept);
    }

    private static boolean differs(ProductionVariantSummary live, ProductionVariant variant) {
        return live.desiredInstanceCount() != null
                && variant.initialInstanceCount() != null
                && !live.desiredInstanceCount().equals(variant.initialInstanceCount());
    }

    private static Map<String, String> properties(DescribeEndpointConfigResponse config) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (ProductionVariant variant : config.productionVariants()) {
            String name = variant.variantName() + " ";
            put(properties, name + "InstanceType", variant.instanceTypeAsString());
            put(properties, name + "InitialInstanceCount", variant.initialInstanceCount());
            put(properties, name + "InitialVariantWeight", variant.initialVariantWeight());
            put(properties, name + "ServerlessConfig", variant.serverlessConfig());
            put(properties, name + "ModelDataDownloadTimeoutInSeconds", variant.modelDataDownloadTimeoutInSeconds());
            put(
                    properties,
                    name + "ContainerStartupHealthCheckTimeoutInSeconds",
                    variant.containerStartupHealthCheckTimeoutInSeconds());
        }
        DataCaptureConfig capture = config.dataCaptureConfig();
        if (capture != null) {
            put(
                    properties,
                    "data capture",
                    capture.initialSamplingPercentage() + " % to " + capture.destinationS3Uri());
        }
        put(properties, "KmsKeyId", config.kmsKeyId());
        return properties;
    }

    private static void put(Map<String, String> properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.put(name, value.toString());
        }
    }
}
