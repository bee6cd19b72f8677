package io.mlops.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.*;

/** Application Auto Scaling's targets and policies, in memory. */
final class FakeAutoScaling implements ApplicationAutoScalingClient {
    final Map<String, RegisterScalableTargetRequest> targets = new LinkedHashMap<>();
    final Map<String, PutScalingPolicyRequest> policies = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();

    @Override
    public RegisterScalableTargetResponse registerScalableTarget(RegisterScalableTargetRequest request) {
        calls.add("RegisterScalableTarget");
        targets.put(request.resourceId(), request);
        return RegisterScalableTargetResponse.builder().build();
    }

    @Override
    public DeregisterScalableTargetResponse deregisterScalableTarget(DeregisterScalableTargetRequest request) {
        calls.add("DeregisterScalableTarget");
        if (targets.remove(request.resourceId()) == null) {
            throw ObjectNotFoundException.builder().message("none").build();
        }
        policies.remove(request.resourceId());
        return DeregisterScalableTargetResponse.builder().build();
    }

    @Override
    public PutScalingPolicyResponse putScalingPolicy(PutScalingPolicyRequest request) {
        calls.add("PutScalingPolicy");
        policies.put(request.resourceId(), request);
        return PutScalingPolicyResponse.builder().build();
    }

    @Override
    public DescribeScalableTargetsResponse describeScalableTargets(DescribeScalableTargetsRequest request) {
        return DescribeScalableTargetsResponse.builder()
                .scalableTargets(targets.values().stream()
                        .filter(target -> request.resourceIds().contains(target.resourceId()))
                        .map(target -> ScalableTarget.builder()
                                .resourceId(target.resourceId())
                                .minCapacity(target.minCapacity())
                                .maxCapacity(target.maxCapacity())
                                .build())
                        .toList())
                .build();
    }

    @Override
    public DescribeScalingPoliciesResponse describeScalingPolicies(DescribeScalingPoliciesRequest request) {
        return DescribeScalingPoliciesResponse.builder()
                .scalingPolicies(policies.values().stream()
                        .filter(policy -> policy.resourceId().equals(request.resourceId()))
                        .map(policy -> ScalingPolicy.builder()
                                .targetTrackingScalingPolicyConfiguration(
                                        policy.targetTrackingScalingPolicyConfiguration())
                                .build())
                        .toList())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
