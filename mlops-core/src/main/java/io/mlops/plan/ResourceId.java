package io.mlops.plan;

import java.util.Comparator;

/**
 * Names one resource of an account and region.
 *
 * @param type its type
 * @param name its name; for an object, its key
 */
public record ResourceId(ResourceType type, String name) implements Comparable<ResourceId> {
    private static final Comparator<ResourceId> ORDER =
            Comparator.comparing(ResourceId::type).thenComparing(ResourceId::name);

    /**
     * Orders by type, then by name.
     *
     * @param other another id
     * @return as {@link Comparable#compareTo}
     */
    @Override
    public int compareTo(ResourceId other) {
        return ORDER.compare(this, other);
    }

    /**
     * Names the resource for people.
     *
     * @return as {@code role fraud-detection-pipeline}
     */
    @Override
    public String toString() {
        return type + " " + name;
    }
}
