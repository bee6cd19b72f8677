package io.mlops.local.autoscaling;

import io.mlops.local.call.Call;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.*;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Application Auto Scaling, of SageMaker's endpoint variants alone. No policy is followed: instance counts stay. */
public final class LocalAutoScaling implements ApplicationAutoScalingClient {
    private static final String DIMENSION = "sagemaker:variant:DesiredInstanceCount";
    private static final Set<String> TRACKED = Set.of(
            "SageMakerVariantInvocationsPerInstance", "SageMakerVariantConcurrentRequestsPerModelHighResolution");

    private final Call call;
    private final ScalableTargets targets;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalAutoScaling(Call call) {
        this.call = call;
        this.targets = ScalableTargets.of(call.cloud(), call.scope());
    }

    @Override
    public RegisterScalableTargetResponse registerScalableTarget(RegisterScalableTargetRequest request) {
        requireVariant(request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        if (request.suspendedState() != null) {
            throw invalid("SuspendedState is not honoured by this emulator: leave it out");
        }
        requireExisting(request.resourceId());
        ScalableTargets.Stored stored =
                targets.byResource().compute(request.resourceId(), (id, earlier) -> registered(request, earlier));
        return RegisterScalableTargetResponse.builder()
                .scalableTargetARN(stored.target().scalableTargetARN())
                .build();
    }

    private static void requireVariant(String namespace, String resourceId, String dimension) {
        if (!namespace.equals("sagemaker") || !dimension.equals(DIMENSION)) {
            throw invalid("Unsupported service namespace, resource type or scalable dimension: this emulator scales "
                    + DIMENSION + ", not " + namespace + " " + dimension);
        } else if (!resourceId.matches("endpoint/[^/]+/variant/[^/]+")) {
            throw invalid("Unsupported service namespace, resource type or scalable dimension: " + resourceId
                    + " is not endpoint/<endpoint>/variant/<variant>");
        }
    }

    private void requireExisting(String resourceId) {
        String[] parts = resourceId.split("/", -1);
        boolean there;
        try {
            there = call
                    .cloud()
                    .client(SageMakerClient.class, call.caller(), call.region())
                    .describeEndpoint(r -> r.endpointName(parts[1]))
                    .productionVariants()
                    .stream()
                    .anyMatch(variant -> variant.variantName().equals(parts[3]));
        } catch (AwsServiceException e) {
            throw invalid("Endpoint doesn't exist or cannot be described: " + resourceId);
        }
        if (!there) {
            throw invalid("Endpoint variant doesn't exist: " + resourceId);
        }
    }

    private ScalableTargets.Stored registered(
            RegisterScalableTargetRequest request, ScalableTargets.@Nullable Stored earlier) {
        Optional<ScalableTarget> before = Optional.ofNullable(earlier).map(ScalableTargets.Stored::target);
        Integer least = Optional.ofNullable(request.minCapacity())
                .or(() -> before.map(ScalableTarget::minCapacity))
                .orElse(null);
        Integer most = Optional.ofNullable(request.maxCapacity())
                .or(() -> before.map(ScalableTarget::maxCapacity))
                .orElse(null);
        if (least == null || most == null) {
            throw invalid("MinCapacity and MaxCapacity are required when you register a new scalable target");
        } else if (least < 0 || least > most) {
            throw invalid("Maximum capacity cannot be less than minimum capacity, nor that less than 0");
        }
        ScalableTarget target = ScalableTarget.builder()
                .serviceNamespace(ServiceNamespace.SAGEMAKER)
                .resourceId(request.resourceId())
                .scalableDimension(DIMENSION)
                .minCapacity(least)
                .maxCapacity(most)
                .roleARN("arn:aws:iam::" + call.caller().accountId()
                        + ":role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
                        + "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint")
                .creationTime(before.map(ScalableTarget::creationTime).orElse(call.now()))
                .suspendedState(s -> s.dynamicScalingInSuspended(false)
                        .dynamicScalingOutSuspended(false)
                        .scheduledScalingSuspended(false))
                .scalableTargetARN(before.map(ScalableTarget::scalableTargetARN)
                        .orElse(call.scope().arn("application-autoscaling", "scalable-target/" + newId())))
                .build();
        return new ScalableTargets.Stored(
                target,
                earlier == null ? request.tags() : earlier.tags(),
                earlier == null ? Map.of() : earlier.policies());
    }

    private String newId() {
        return call.cloud().ids().uuid().replace("-", "");
    }

    @Override
    public DescribeScalableTargetsResponse describeScalableTargets(DescribeScalableTargetsRequest request) {
        List<ScalableTarget> found = targets.byResource().values().stream()
                .map(ScalableTargets.Stored::target)
                .filter(target -> target.serviceNamespace() == request.serviceNamespace())
                .filter(target ->
                        request.resourceIds().isEmpty() || request.resourceIds().contains(target.resourceId()))
                .filter(target -> request.scalableDimension() == null
                        || target.scalableDimension() == request.scalableDimension())
                .toList();
        Page<ScalableTarget> page =
                Page.of(found, request.nextToken(), request.maxResults(), LocalAutoScaling::wrongToken);
        return DescribeScalableTargetsResponse.builder()
                .scalableTargets(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public DeregisterScalableTargetResponse deregisterScalableTarget(DeregisterScalableTargetRequest request) {
        requireVariant(request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        if (targets.byResource().remove(request.resourceId()) == null) {
            throw missing("No scalable target found for " + what(request.resourceId()));
        }
        return DeregisterScalableTargetResponse.builder().build();
    }

    @Override
    public PutScalingPolicyResponse putScalingPolicy(PutScalingPolicyRequest request) {
        requireVariant(request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        check(request);
        ScalableTargets.Stored target = targets.byResource().get(request.resourceId());
        if (target == null) {
            throw missing("No scalable target registered for " + what(request.resourceId()));
        }
        ScalingPolicy policy =
                target.policies().compute(request.policyName(), (name, earlier) -> policy(request, earlier));
        return PutScalingPolicyResponse.builder()
                .policyARN(policy.policyARN())
                .alarms(policy.alarms())
                .build();
    }

    private static void check(PutScalingPolicyRequest request) {
        TargetTrackingScalingPolicyConfiguration tracking = request.targetTrackingScalingPolicyConfiguration();
        if (request.policyType() != PolicyType.TARGET_TRACKING_SCALING) {
            throw invalid("PolicyType "
                    + Optional.ofNullable(request.policyTypeAsString()).orElse("StepScaling")
                    + " is not honoured by this emulator: TargetTrackingScaling is");
        } else if (tracking == null) {
            throw invalid("TargetTrackingScalingPolicyConfiguration is required for a policy of type"
                    + " TargetTrackingScaling");
        }
        List<String> others = HonouredMembers.others(
                request,
                Set.of(
                        "PolicyName",
                        "ServiceNamespace",
                        "ResourceId",
                        "ScalableDimension",
                        "PolicyType",
                        "TargetTrackingScalingPolicyConfiguration"));
        PredefinedMetricSpecification predefined = tracking.predefinedMetricSpecification();
        if (!others.isEmpty()) {
            throw invalid(String.join(", ", others) + " cannot be given with a policy of type TargetTrackingScaling");
        } else if ((predefined == null) == (tracking.customizedMetricSpecification() == null)) {
            throw invalid("Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification is required");
        } else if (predefined != null && !TRACKED.contains(predefined.predefinedMetricTypeAsString())) {
            throw invalid(
                    "Unsupported predefined metric " + predefined.predefinedMetricTypeAsString() + " for " + DIMENSION);
        }
    }

    private ScalingPolicy policy(PutScalingPolicyRequest request, @Nullable ScalingPolicy earlier) {
        ScalingPolicy.Builder policy = earlier == null ? ScalingPolicy.builder() : earlier.toBuilder();
        if (earlier == null) {
            policy.policyARN(call.scope()
                            .arn(
                                    "autoscaling",
                                    "scalingPolicy:" + call.cloud().ids().uuid() + ":resource/sagemaker/"
                                            + request.resourceId() + ":policyName/" + request.policyName()))
                    .creationTime(call.now())
                    .alarms(Stream.of("High", "Low")
                            .map(end -> alarm(request.resourceId(), end))
                            .toList());
        }
        return policy.policyName(request.policyName())
                .serviceNamespace(ServiceNamespace.SAGEMAKER)
                .resourceId(request.resourceId())
                .scalableDimension(DIMENSION)
                .policyType(PolicyType.TARGET_TRACKING_SCALING)
                .targetTrackingScalingPolicyConfiguration(request.targetTrackingScalingPolicyConfiguration())
                .build();
    }

    /** Names an alarm as AWS does; CloudWatch here has none of that name. */
    private Alarm alarm(String resourceId, String end) {
        String name = "TargetTracking-" + resourceId + "-Alarm" + end + "-"
                + call.cloud().ids().uuid();
        return Alarm.builder()
                .alarmName(name)
                .alarmARN(call.scope().arn("cloudwatch", "alarm:" + name))
                .build();
    }

    @Override
    public DescribeScalingPoliciesResponse describeScalingPolicies(DescribeScalingPoliciesRequest request) {
        List<ScalingPolicy> found = targets.byResource().values().stream()
                .flatMap(target -> target.policies().values().stream())
                .filter(policy -> policy.serviceNamespace() == request.serviceNamespace())
                .filter(policy ->
                        request.policyNames().isEmpty() || request.policyNames().contains(policy.policyName()))
                .filter(policy ->
                        request.resourceId() == null || request.resourceId().equals(policy.resourceId()))
                .filter(policy -> request.scalableDimension() == null
                        || policy.scalableDimension() == request.scalableDimension())
                .toList();
        Page<ScalingPolicy> page =
                Page.of(found, request.nextToken(), request.maxResults(), LocalAutoScaling::wrongToken);
        return DescribeScalingPoliciesResponse.builder()
                .scalingPolicies(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public DeleteScalingPolicyResponse deleteScalingPolicy(DeleteScalingPolicyRequest request) {
        requireVariant(request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        ScalableTargets.Stored target = targets.byResource().get(request.resourceId());
        if (target == null || target.policies().remove(request.policyName()) == null) {
            throw missing("No scaling policy found for " + what(request.resourceId()) + ", policy name: "
                    + request.policyName());
        }
        return DeleteScalingPolicyResponse.builder().build();
    }

    private static String what(String resourceId) {
        return "service namespace: sagemaker, resource ID: " + resourceId + ", scalable dimension: " + DIMENSION;
    }

    private static ObjectNotFoundException missing(String message) {
        return ObjectNotFoundException.builder().message(message).build();
    }

    private static ValidationException invalid(String message) {
        return ValidationException.builder().message(message).build();
    }

    private static RuntimeException wrongToken() {
        return InvalidNextTokenException.builder()
                .message("Invalid NextToken: give the one of the page before, unchanged")
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
