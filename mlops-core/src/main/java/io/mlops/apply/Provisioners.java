package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Change;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import io.mlops.spec.Names;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads and changes a pipeline's resources of any type. */
public final class Provisioners {
    private final Map<ResourceType, Provisioner<? extends Resource>> byType;
    private final LostAnswer creation;

    /**
     * Makes the provisioners of one pipeline.
     *
     * @param aws the account's clients
     * @param names the derived names
     * @param contents what is uploaded
     * @param waiting how to wait
     * @param listener hears what is waited for
     */
    public Provisioners(AwsClients aws, Names names, Contents contents, Waiting waiting, ApplyListener listener) {
        RoleRetry retry = new RoleRetry(waiting.sleeper(), listener);
        Tags tags = new Tags(names);
        creation = new LostAnswer(new Ownership(names));
        byType = Map.ofEntries(
                Map.entry(ResourceType.BUCKET, new BucketProvisioner(aws, tags, waiting.sleeper())),
                Map.entry(ResourceType.ROLE, new RoleProvisioner(aws, tags)),
                Map.entry(ResourceType.LOG_GROUP, new LogGroupProvisioner(aws, tags)),
                Map.entry(ResourceType.MODEL_PACKAGE_GROUP, new ModelPackageGroupProvisioner(aws, tags, names)),
                Map.entry(ResourceType.OBJECT, new StoredObjectProvisioner(aws, names, contents)),
                Map.entry(ResourceType.BUILD_PROJECT, new BuildProjectProvisioner(aws, tags, retry)),
                Map.entry(ResourceType.FUNCTION, new FunctionProvisioner(aws, tags, names, retry, waiting)),
                Map.entry(ResourceType.REPOSITORY, new RepositoryProvisioner(aws, tags)),
                Map.entry(ResourceType.PIPELINE, new PipelineProvisioner(aws, tags, names, retry, waiting, listener)),
                Map.entry(ResourceType.EVENT_RULE, new EventRuleProvisioner(aws, tags)));
    }

    /**
     * Reads resources, at the same time.
     *
     * @param ids which
     * @return those that exist
     */
    public ResourceGraph read(Collection<ResourceId> ids) {
        Map<ResourceId, Resource> found = new ConcurrentHashMap<>();
        Map<ResourceId, Throwable> failures = ParallelWalk.run(
                List.copyOf(ids),
                id -> Set.of(),
                id -> read(id).ifPresent(resource -> found.put(id, resource)),
                ConcurrentHashMap.newKeySet());
        failures.forEach((id, failure) -> {
            throw new ReadException(id, failure);
        });
        return new ResourceGraph(found.values());
    }

    /**
     * Reads a resource.
     *
     * @param id which
     * @return the resource, if it exists
     */
    public Optional<? extends Resource> read(ResourceId id) {
        return provisioner(id).read(id.name());
    }

    /**
     * Carries a change out.
     *
     * @param change what to do; nothing where it is unchanged
     */
    public void carryOut(Change change) {
        carryOut(provisioner(change.id()), change);
    }

    private Provisioner<? extends Resource> provisioner(ResourceId id) {
        return Optional.<Provisioner<? extends Resource>>ofNullable(byType.get(id.type()))
                .orElseThrow(() -> new IllegalStateException("no provisioner for " + id));
    }

    private <R extends Resource> void carryOut(Provisioner<R> provisioner, Change change) {
        if (change instanceof Change.Create create) {
            creation.create(provisioner, provisioner.type().cast(create.after()));
        } else if (change instanceof Change.Update update) {
            provisioner.update(
                    provisioner.type().cast(update.before()), provisioner.type().cast(update.after()));
        } else if (change instanceof Change.Replace replace) {
            provisioner.delete(provisioner.type().cast(replace.before()));
            creation.create(provisioner, provisioner.type().cast(replace.after()));
        } else if (change instanceof Change.Delete delete) {
            provisioner.delete(provisioner.type().cast(delete.before()));
        }
    }
}
