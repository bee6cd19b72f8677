package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Bucket;
import io.mlops.plan.ModelPackageGroup;
import io.mlops.plan.Plan;
import io.mlops.plan.Repository;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads what an account has of a pipeline: what is described, and what was described once and is still there. */
public final class LiveState {
    private final AwsClients aws;
    private final Names names;
    private final Provisioners provisioners;

    /**
     * Looks at one pipeline.
     *
     * @param aws the account's clients
     * @param names the derived names
     * @param provisioners read the resources
     */
    public LiveState(AwsClients aws, Names names, Provisioners provisioners) {
        this.aws = aws;
        this.names = names;
        this.provisioners = provisioners;
    }

    /**
     * Compares the account with what is described.
     *
     * @param wanted what is described
     * @return the way to it, from what of it is there, what carries the pipeline's tag and what stands under its role path;
     *     what is no longer described is deleted, but for what holds data or models
     * @throws StrangerException if a described name belongs to something that is not the pipeline's
     */
    public Plan plan(ResourceGraph wanted) {
        ResourceGraph present = present(wanted);
        StrangerException.refuse(present, wanted, new Ownership(names));
        Map<Boolean, List<Resource>> kept = present.order().stream()
                .collect(Collectors.partitioningBy(resource ->
                        holdsData(resource) && wanted.find(resource.id()).isEmpty()));
        Plan plan = Plan.diff(new ResourceGraph(kept.getOrDefault(false, List.of())), wanted)
                .keeping(kept.getOrDefault(true, List.of()));
        return new RollbackTargets(aws).in(plan);
    }

    /** What is described is read while AWS is asked what else there may be. */
    private ResourceGraph present(ResourceGraph wanted) {
        Set<ResourceId> described = wanted.order().stream().map(Resource::id).collect(Collectors.toSet());
        try (AtOnce calls = new AtOnce()) {
            Supplier<Set<ResourceId>> mayBe = calls.ask(() -> ids(wanted));
            List<Resource> present =
                    new ArrayList<>(provisioners.read(described).order());
            Set<ResourceId> others = mayBe.get();
            others.removeAll(described);
            others.removeIf(LiveState::isBornAtRunTime);
            present.addAll(provisioners.read(others).order());
            return new ResourceGraph(present);
        }
    }

    private Set<ResourceId> ids(ResourceGraph wanted) {
        try (AtOnce calls = new AtOnce()) {
            Supplier<List<ResourceId>> roles = calls.ask(this::rolesUnderPath);
            return ids(wanted, new Tagged(aws, names).all(), roles.get());
        }
    }

    private static boolean holdsData(Resource resource) {
        return resource instanceof Bucket || resource instanceof ModelPackageGroup || resource instanceof Repository;
    }

    /**
     * Names what may be there: what is described, what carries the pipeline's tag, and the roles under its path.
     *
     * @param described what is described
     * @param tagged what carries the tag
     * @return the ids, in that order
     */
    public Set<ResourceId> ids(ResourceGraph described, List<TaggedArn> tagged) {
        return ids(described, tagged, rolesUnderPath());
    }

    private static Set<ResourceId> ids(ResourceGraph described, List<TaggedArn> tagged, List<ResourceId> roles) {
        Set<ResourceId> ids = new LinkedHashSet<>();
        described.order().stream().map(Resource::id).forEach(ids::add);
        tagged.stream().map(TaggedArn::resource).flatMap(Optional::stream).forEach(ids::add);
        ids.addAll(roles);
        return ids;
    }

    private List<ResourceId> rolesUnderPath() {
        return aws.iam().listRolesPaginator(request -> request.pathPrefix(names.rolePath())).roles().stream()
                .map(role -> new ResourceId(ResourceType.ROLE, role.roleName()))
                .toList();
    }

    /** Log groups of endpoints and training jobs come and go with what writes them. */
    private static boolean isBornAtRunTime(ResourceId id) {
        return id.type() == ResourceType.LOG_GROUP && id.name().startsWith("/aws/sagemaker/");
    }
}
