package io.mlops.apply;

import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.spec.MlopsException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says that described names belong to resources that are not the pipeline's. Nothing was changed. */
public final class StrangerException extends MlopsException {
    private static final long serialVersionUID = 1L;

    private final transient List<ResourceId> strangers;

    private StrangerException(Map<ResourceId, String> strangers) {
        super(
                strangers.entrySet().stream()
                        .map(stranger -> stranger.getKey() + " exists and " + stranger.getValue())
                        .collect(Collectors.joining(
                                "\n",
                                "",
                                "\nnothing was changed: rename the pipeline, give it a name prefix, or delete these")),
                null);
        this.strangers = List.copyOf(strangers.keySet());
    }

    /**
     * Lists the resources that are in the way.
     *
     * @return at least one
     */
    public List<ResourceId> strangers() {
        return strangers;
    }

    /** Refuses what is there under a described name without the pipeline's tag. */
    static void refuse(ResourceGraph present, ResourceGraph wanted, Ownership own) {
        Map<ResourceId, String> strangers = present.order().stream()
                .filter(resource -> wanted.find(resource.id()).isPresent() && !own.has(resource))
                .collect(Collectors.toMap(Resource::id, Ownership::owner, (first, second) -> first, TreeMap::new));
        if (!strangers.isEmpty()) {
            throw new StrangerException(strangers);
        }
    }
}
