package io.mlops.plan;

import java.util.Map;
import java.util.Set;

/**
 * A SageMaker model package group.
 *
 * @param name at most 63 characters
 * @param tags by key; they stand for the packages too, which cannot be tagged in a group
 */
public record ModelPackageGroup(String name, Map<String, String> tags) implements Resource {
    /** Sorts the tags. */
    public ModelPackageGroup {
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.MODEL_PACKAGE_GROUP, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of();
    }

    @Override
    public Map<String, String> fields() {
        return new Fields().tagged(tags);
    }

    @Override
    public String summary() {
        return "";
    }
}
