package io.mlops.teardown;

import io.mlops.apply.Missing;
import io.mlops.aws.AwsClients;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;

/** Scalable targets of an endpoint's variants; their policies, and the alarms of these, go with them. */
final class ScalableTargets {
    private final AwsClients aws;

    ScalableTargets(AwsClients aws) {
        this.aws = aws;
    }

    Stream<Born> of(String endpoint) {
        List<String> variants = Missing.orValue(() -> aws.sageMaker()
                        .describeEndpoint(request -> request.endpointName(endpoint))
                        .productionVariants())
                .orElse(List.of())
                .stream()
                .map(ProductionVariantSummary::variantName)
                .map(variant -> "endpoint/" + endpoint + "/variant/" + variant)
                .toList();
        return variants.stream()
                .filter(this::isThere)
                .map(resource ->
                        new Born("scalable target " + resource, () -> deregister(resource), () -> isThere(resource)));
    }

    private boolean isThere(String resource) {
        List<ScalableTarget> targets = aws.scaling()
                .describeScalableTargets(request ->
                        request.serviceNamespace(ServiceNamespace.SAGEMAKER).resourceIds(resource))
                .scalableTargets();
        return !targets.isEmpty();
    }

    private void deregister(String resource) {
        Missing.tolerated(() -> aws.scaling()
                .deregisterScalableTarget(request -> request.serviceNamespace(ServiceNamespace.SAGEMAKER)
                        .resourceId(resource)
                        .scalableDimension(ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT)));
    }
}
