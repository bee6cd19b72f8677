package io.mlops.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An EventBridge rule on the default event bus that starts the pipeline.
 *
 * @param name at most 64 characters
 * @param eventPattern JSON
 * @param targetArn the pipeline's ARN
 * @param roleArn the ARN of the role that may start it
 * @param tags by key
 */
public record EventRule(String name, String eventPattern, String targetArn, String roleArn, Map<String, String> tags)
        implements Resource {
    /** The id of the rule's one target. */
    public static final String TARGET_ID = "pipeline";

    /** Sorts the tags. */
    public EventRule {
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.EVENT_RULE, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of(
                Role.ofArn(roleArn),
                new ResourceId(ResourceType.PIPELINE, targetArn.substring(targetArn.lastIndexOf(':') + 1)));
    }

    @Override
    public Map<String, String> fields() {
        return new Fields()
                .put("EventPattern", eventPattern)
                .put("Target", targetArn)
                .put("RoleArn", roleArn)
                .tagged(tags);
    }

    @Override
    public Optional<String> replaces(Resource before) {
        return before.tags().equals(tags) ? Optional.empty() : Optional.of("PutRule tags new rules only");
    }

    @Override
    public String summary() {
        return "starts the pipeline when its source changes";
    }
}
