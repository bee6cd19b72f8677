package io.mlops.local.autoscaling;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;

/** The scalable targets and scaling policies of an account in a region. */
public final class ScalableTargets {
    private final Map<String, Stored> byResource = new ConcurrentSkipListMap<>();

    /**
     * A scalable target.
     *
     * @param target what DescribeScalableTargets shows
     * @param tags by key
     * @param policies by name
     */
    record Stored(ScalableTarget target, Map<String, String> tags, Map<String, ScalingPolicy> policies) {
        /** Makes a map that policies can be put into. */
        Stored {
            tags = Map.copyOf(tags);
            policies = new ConcurrentSkipListMap<>(policies);
        }
    }

    private ScalableTargets() {}

    static ScalableTargets of(Cloud cloud, Scope scope) {
        return cloud.stores().of(ScalableTargets.class, scope, made -> new ScalableTargets());
    }

    /**
     * Gives each scalable target's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope)
                .byResource
                .values()
                .forEach(stored -> tags.put(stored.target().scalableTargetARN(), stored.tags()));
        return tags;
    }

    /** By resource id: there is one service and one dimension. */
    Map<String, Stored> byResource() {
        return byResource;
    }
}
