package io.mlops.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Resources and what each of them needs first. Immutable; equal where the resources are. */
public final class ResourceGraph {
    private final TreeMap<ResourceId, Resource> resources = new TreeMap<>();
    private final List<Resource> order;

    /**
     * Makes the graph. Dependencies are those that the resources' own properties tell; what they refer to outside the
     * graph is taken to exist.
     *
     * @param resources in any order
     * @throws IllegalArgumentException if two have the same id, or they depend on one another in a circle
     */
    public ResourceGraph(Collection<? extends Resource> resources) {
        for (Resource resource : resources) {
            if (this.resources.put(resource.id(), resource) != null) {
                throw new IllegalArgumentException(resource.id() + " is described twice");
            }
        }
        order = List.copyOf(sorted());
    }

    /**
     * Lists the resources so that each stands after all that it needs; otherwise by type and name.
     *
     * @return all resources
     */
    public List<Resource> order() {
        return order;
    }

    /**
     * Looks a resource up.
     *
     * @param id its id
     * @return the resource, if the graph has it
     */
    public Optional<Resource> find(ResourceId id) {
        return Optional.ofNullable(resources.get(id));
    }

    /**
     * Lists what a resource needs first.
     *
     * @param id its id
     * @return ids of this graph
     */
    public Set<ResourceId> dependencies(ResourceId id) {
        return find(id).map(Resource::dependsOn).orElse(Set.of()).stream()
                .filter(resources::containsKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Resource> sorted() {
        List<Resource> done = new ArrayList<>();
        Set<ResourceId> ids = new LinkedHashSet<>();
        while (done.size() < resources.size()) {
            List<Resource> ready = resources.values().stream()
                    .filter(resource -> !ids.contains(resource.id()))
                    .filter(resource -> ids.containsAll(dependencies(resource.id())))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalArgumentException("resources depend on one another in a circle: "
                        + resources.keySet().stream()
                                .filter(id -> !ids.contains(id))
                                .toList());
            }
            done.addAll(ready);
            ready.forEach(resource -> ids.add(resource.id()));
        }
        return done;
    }

    /**
     * Compares the resources.
     *
     * @param other anything
     * @return whether it is a graph of equal resources
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceGraph graph && resources.equals(Map.copyOf(graph.resources));
    }

    @Override
    public int hashCode() {
        return resources.hashCode();
    }

    @Override
    public String toString() {
        return resources.keySet().toString();
    }
}
