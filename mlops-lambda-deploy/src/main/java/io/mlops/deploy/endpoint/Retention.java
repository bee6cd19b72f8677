package io.mlops.deploy.endpoint;

import io.mlops.contract.DeploySettings;
import io.mlops.deploy.job.JobFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.VariantPropertyType;

/**
 * What an update keeps of the live endpoint ({@code RetainAllVariantProperties}). Instance counts and weights are kept, as
 * autoscaling and people set them, until the settings change their own; data capture is kept until the settings name one.
 *
 * @param retain whether anything is kept
 * @param excluded what is taken from the new config all the same
 */
record Retention(boolean retain, List<VariantPropertyType> excluded) {
    private static final Retention NOTHING = new Retention(false, List.of());

    /** Copies the list. */
    Retention {
        excluded = List.copyOf(excluded);
    }

    /**
     * Compares the settings with what is live.
     *
     * @param config the live endpoint's config; empty where somebody deleted it
     */
    static Retention of(
            DeploySettings settings, DescribeEndpointResponse live, Optional<DescribeEndpointConfigResponse> config) {
        Map<String, ProductionVariant> before =
                config.map(DescribeEndpointConfigResponse::productionVariants).orElse(List.of()).stream()
                        .collect(Collectors.toMap(
                                ProductionVariant::variantName, Function.identity(), (first, next) -> first));
        List<DeploySettings.Variant> after = settings.variants();
        boolean sameVariants =
                after.size() == before.size() && after.stream().allMatch(variant -> before.containsKey(variant.name()));
        if (!sameVariants && config.isPresent()) {
            requireNoLoss(settings, live, before.keySet().stream().sorted().toList());
            return NOTHING;
        }
        List<VariantPropertyType> excluded = new ArrayList<>();
        if (after.stream().anyMatch(variant -> countChanges(variant, before.get(variant.name())))) {
            excluded.add(VariantPropertyType.DESIRED_INSTANCE_COUNT);
        }
        if (after.stream().anyMatch(variant -> weightChanges(variant, before.get(variant.name())))) {
            excluded.add(VariantPropertyType.DESIRED_WEIGHT);
        }
        if (settings.dataCapture() != null) {
            excluded.add(VariantPropertyType.DATA_CAPTURE_CONFIG);
        }
        return excluded.size() == 3 ? NOTHING : new Retention(true, excluded);
    }

    /** SageMaker keeps properties by the variants' names, so that other names would lose the capture in silence. */
    private static void requireNoLoss(DeploySettings settings, DescribeEndpointResponse live, List<String> names) {
        boolean captured = live.dataCaptureConfig() != null
                && Boolean.TRUE.equals(live.dataCaptureConfig().enableCapture());
        if (captured && settings.dataCapture() == null) {
            throw new JobFailedException(
                    FailureType.CONFIGURATION_ERROR,
                    "field dataCapture: got none; the variants change from " + names + " to "
                            + settings.variants().stream()
                                    .map(DeploySettings.Variant::name)
                                    .toList()
                            + ", so that SageMaker cannot keep the endpoint's data capture to "
                            + live.dataCaptureConfig().destinationS3Uri() + "; write it into the settings");
        }
    }

    private static boolean countChanges(DeploySettings.Variant variant, @Nullable ProductionVariant before) {
        return before != null
                && before.initialInstanceCount() != null
                && variant.serverless() == null
                && before.initialInstanceCount() != variant.initialInstanceCount();
    }

    private static boolean weightChanges(DeploySettings.Variant variant, @Nullable ProductionVariant before) {
        return before != null
                && before.initialVariantWeight() != null
                && before.initialVariantWeight() != (float) variant.initialVariantWeight();
    }
}
