package io.mlops.plan;

import java.util.Map;
import java.util.Set;

/**
 * A CloudWatch Logs group.
 *
 * @param name as {@code /aws/codebuild/fraud-detection-train}
 * @param retentionInDays how long events are kept; 0 for ever
 * @param tags by key
 */
public record LogGroup(String name, int retentionInDays, Map<String, String> tags) implements Resource {
    /** Sorts the tags. */
    public LogGroup {
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.LOG_GROUP, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of();
    }

    @Override
    public Map<String, String> fields() {
        return new Fields().put("retentionInDays", retentionInDays).tagged(tags);
    }

    @Override
    public String summary() {
        return "kept " + retentionInDays + " days";
    }
}
