package io.mlops.deploy.endpoint;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.DeploySettings.Scaling;
import io.mlops.contract.DeploySettings.Variant;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.JobFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/** The scalable targets and policies of an endpoint's variants. What the settings do not name stays as it is. */
final class VariantScaling {
    private static final ServiceNamespace SAGEMAKER = ServiceNamespace.SAGEMAKER;
    private static final ScalableDimension COUNT = ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT;
    private static final String POLICY = "mlops-invocations-per-instance";

    private final Supplier<ApplicationAutoScalingClient> autoScaling;

    VariantScaling(Supplier<ApplicationAutoScalingClient> autoScaling) {
        this.autoScaling = autoScaling;
    }

    /**
     * Makes way for an update that changes a scaled variant's instance type, which SageMaker refuses (developer guide, Update
     * or delete endpoints that use automatic scaling). The target comes back after the update where the settings say how.
     */
    void makeWay(DeploySettings settings, Optional<DescribeEndpointConfigResponse> live) {
        List<ProductionVariant> before =
                live.map(DescribeEndpointConfigResponse::productionVariants).orElse(List.of());
        for (Variant variant : settings.variants()) {
            boolean typeChanges = before.stream()
                    .filter(old -> variant.name().equals(old.variantName()))
                    .anyMatch(old -> !Objects.equals(old.instanceTypeAsString(), variant.instanceType()));
            String resource = resource(settings, variant);
            if (!typeChanges || target(resource).isEmpty()) {
                continue;
            }
            if (variant.scaling() == null) {
                throw new JobFailedException(
                        FailureType.CONFIGURATION_ERROR,
                        "field variants." + variant.name()
                                + ".scaling: got none; SageMaker refuses to change the instance"
                                + " type of a scaled variant; write its scaling into the settings, or deregister "
                                + resource + " from Application Auto Scaling");
            }
            deregister(resource);
        }
    }

    /**
     * Registers what the settings name, where it is not so already.
     *
     * @return what changed, for the summary
     */
    String ensure(Release release) {
        List<String> changes = new ArrayList<>();
        for (Variant variant : release.settings().variants()) {
            Scaling scaling = variant.scaling();
            if (scaling != null) {
                String resource = resource(release.settings(), variant);
                boolean registered = register(resource, scaling);
                boolean tracked = track(resource, scaling);
                if (registered || tracked) {
                    changes.add(variant.name() + " scales from " + scaling.minCapacity() + " to "
                            + scaling.maxCapacity() + " instances");
                }
            }
        }
        return changes.isEmpty() ? "" : "; " + String.join(", ", changes);
    }

    private boolean register(String resource, Scaling scaling) {
        Optional<ScalableTarget> found = target(resource);
        if (found.isPresent()
                && Objects.equals(found.get().minCapacity(), scaling.minCapacity())
                && Objects.equals(found.get().maxCapacity(), scaling.maxCapacity())) {
            return false;
        }
        autoScaling
                .get()
                .registerScalableTarget(register -> register.serviceNamespace(SAGEMAKER)
                        .scalableDimension(COUNT)
                        .resourceId(resource)
                        .minCapacity(scaling.minCapacity())
                        .maxCapacity(scaling.maxCapacity()));
        return true;
    }

    private boolean track(String resource, Scaling scaling) {
        TargetTrackingScalingPolicyConfiguration wanted = TargetTrackingScalingPolicyConfiguration.builder()
                .targetValue(scaling.invocationsPerInstance())
                .predefinedMetricSpecification(
                        metric -> metric.predefinedMetricType(MetricType.SAGE_MAKER_VARIANT_INVOCATIONS_PER_INSTANCE))
                .scaleInCooldown(scaling.scaleInCooldownInSeconds())
                .scaleOutCooldown(scaling.scaleOutCooldownInSeconds())
                .build();
        boolean there = autoScaling
                .get()
                .describeScalingPolicies(describe -> describe.serviceNamespace(SAGEMAKER)
                        .scalableDimension(COUNT)
                        .resourceId(resource)
                        .policyNames(POLICY))
                .scalingPolicies()
                .stream()
                .map(policy -> policy.targetTrackingScalingPolicyConfiguration())
                .anyMatch(found -> found != null
                        && Objects.equals(found.targetValue(), wanted.targetValue())
                        && Objects.equals(found.scaleInCooldown(), wanted.scaleInCooldown())
                        && Objects.equals(found.scaleOutCooldown(), wanted.scaleOutCooldown()));
        if (!there) {
            autoScaling
                    .get()
                    .putScalingPolicy(put -> put.policyName(POLICY)
                            .policyType(PolicyType.TARGET_TRACKING_SCALING)
                            .serviceNamespace(SAGEMAKER)
                            .scalableDimension(COUNT)
                            .resourceId(resource)
                            .targetTrackingScalingPolicyConfiguration(wanted));
        }
        return !there;
    }

    private void deregister(String resource) {
        try {
            autoScaling
                    .get()
                    .deregisterScalableTarget(deregister -> deregister
                            .serviceNamespace(SAGEMAKER)
                            .scalableDimension(COUNT)
                            .resourceId(resource));
        } catch (ObjectNotFoundException e) {
            // A duplicate of this invocation was faster.
            return;
        }
    }

    private Optional<ScalableTarget> target(String resource) {
        return autoScaling
                .get()
                .describeScalableTargets(describe -> describe.serviceNamespace(SAGEMAKER)
                        .scalableDimension(COUNT)
                        .resourceIds(resource))
                .scalableTargets()
                .stream()
                .findFirst();
    }

    private static String resource(DeploySettings settings, Variant variant) {
        return "endpoint/" + settings.endpointName() + "/variant/" + variant.name();
    }
}
