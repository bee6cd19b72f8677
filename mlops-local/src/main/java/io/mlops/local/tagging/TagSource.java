package io.mlops.local.tagging;

import io.mlops.local.account.Scope;
import io.mlops.local.autoscaling.ScalableTargets;
import io.mlops.local.call.Cloud;
import io.mlops.local.cloudwatch.Alarms;
import io.mlops.local.codebuild.Projects;
import io.mlops.local.codepipeline.Pipelines;
import io.mlops.local.ecr.Repositories;
import io.mlops.local.events.EventBus;
import io.mlops.local.kms.Keys;
import io.mlops.local.logs.LogGroups;
import io.mlops.local.s3.Buckets;
import io.mlops.local.sagemaker.ResourceTags;
import io.mlops.local.sns.Topics;
import io.mlops.local.ssm.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A service whose resources have tags. IAM's are not a region's, and AWS does not return its roles. */
@FunctionalInterface
interface TagSource {
    /** Every service that has tags: one line each. */
    List<TagSource> ALL = List.of(
            Buckets::tags,
            Pipelines::tags,
            Projects::tags,
            LogGroups::tags,
            ResourceTags::tags,
            EventBus::tags,
            Topics::tags,
            Alarms::tags,
            Keys::tags,
            Parameters::tags,
            Repositories::tags,
            ScalableTargets::tags);

    /** Finds a resource's tags. */
    static Map<String, String> of(Cloud cloud, String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length < 6
                ? Map.of()
                : ALL.stream()
                        .map(source -> source.tags(cloud, new Scope(parts[4], parts[3]))
                                .get(arn))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(Map.of());
    }

    /** Gives the tags by ARN. */
    Map<String, Map<String, String>> tags(Cloud cloud, Scope scope);
}
