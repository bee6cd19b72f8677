package io.mlops.plan;

import java.util.Map;
import java.util.Set;

/**
 * An ECR repository for the trainer image. A tag stays with its image.
 *
 * @param name 2 to 256 characters
 * @param immutable whether a tag stays with its image
 * @param tags by key
 */
public record Repository(String name, boolean immutable, Map<String, String> tags) implements Resource {
    /** Sorts the tags. */
    public Repository {
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.REPOSITORY, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of();
    }

    @Override
    public Map<String, String> fields() {
        return new Fields()
                .put("ImageTagMutability", immutable ? "IMMUTABLE" : "MUTABLE")
                .tagged(tags);
    }

    @Override
    public String summary() {
        return "immutable tags";
    }
}
