package io.mlops.teardown;

import io.mlops.apply.Apply;
import io.mlops.apply.ApplyEvent;
import io.mlops.apply.ApplyException;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.ApplyLock;
import io.mlops.apply.Holder;
import io.mlops.apply.LiveState;
import io.mlops.apply.Missing;
import io.mlops.apply.Ownership;
import io.mlops.apply.Provisioners;
import io.mlops.apply.Tagged;
import io.mlops.apply.TaggedArn;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import io.mlops.spec.MlopsException;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/** Destroys a pipeline with what it made at run time, and reports what is left. May be repeated. */
public final class Teardown {
    private final AwsClients aws;
    private final PipelineSpec spec;
    private final Names names;
    private final ResourceGraph described;
    private final Provisioners provisioners;
    private final Waiting waiting;
    private final DestroyOptions options;
    private final ApplyListener listener;
    private final LiveState live;
    private final Ownership ownership;
    private final List<String> removed = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> failures = Collections.synchronizedMap(new LinkedHashMap<>());

    /**
     * Makes the step.
     *
     * @param aws the account's clients
     * @param spec the description
     * @param names the derived names
     * @param described the resources that the description asks for
     * @param provisioners delete and read them
     * @param waiting how to wait
     * @param options what is deleted
     * @param listener hears what is stopped and deleted; called by one thread at a time
     */
    public Teardown(
            AwsClients aws,
            PipelineSpec spec,
            Names names,
            ResourceGraph described,
            Provisioners provisioners,
            Waiting waiting,
            DestroyOptions options,
            ApplyListener listener) {
        this.aws = aws;
        this.spec = spec;
        this.names = names;
        this.described = described;
        this.provisioners = provisioners;
        this.waiting = waiting;
        this.options = options;
        this.listener = Apply.serial(this.recording(listener));
        this.live = new LiveState(aws, names, provisioners);
        this.ownership = new Ownership(names);
    }

    /**
     * Says what would be done. Changes nothing, and takes no lock.
     *
     * @return what is there now; an execution that runs may make more
     */
    public DestroyPlan plan() {
        List<TaggedArn> tagged = new Tagged(aws, names).all();
        Standing standing = standing(live.ids(described, tagged));
        List<String> deletes = new ArrayList<>();
        births().find(tagged).forEach(born -> deletes.add(born.what()));
        deletes.addAll(standing.deletions());
        standing.besideModels(aws).forEach(born -> deletes.add(born.what()));
        return new DestroyPlan(
                new Running(aws, names, waiting, listener).found(tagged),
                deletes,
                standing.preservations(),
                standing.strangers().entrySet().stream()
                        .map(stranger -> stranger.getKey() + " (" + stranger.getValue() + ")")
                        .toList());
    }

    /**
     * Stops the executions, deletes everything, and looks again; under the lock of applies, where there is a bucket that it
     * can lie in.
     *
     * @return what was deleted and what is left; a failure to delete something is told there, with its cause
     * @throws ApplyLock.HeldException if somebody else is changing the pipeline; nothing was done
     */
    public ResidueReport run() {
        return hasBucket()
                ? ApplyLock.holding(aws, names.bucket(), Holder.name(aws) + ", which destroys", waiting, this::destroy)
                : destroy();
    }

    /** The lock lies where applies put it, but never in a stranger's bucket. */
    private boolean hasBucket() {
        return spec.options().bucket().isEmpty()
                ? provisioners
                        .read(new ResourceId(ResourceType.BUCKET, names.bucket()))
                        .filter(ownership::has)
                        .isPresent()
                : Missing.orValue(() -> aws.s3().headBucket(request -> request.bucket(names.bucket())))
                        .isPresent();
    }

    private ResidueReport destroy() {
        Running running = new Running(aws, names, waiting, listener);
        running.stopExecutions();
        BornAtRunTime births = births();
        List<TaggedArn> tagged = new Tagged(aws, names).all();
        running.stopTrainingJobs(tagged);
        List<Born> born = births.find(tagged);
        born.forEach(this::delete);
        Set<ResourceId> ids = live.ids(described, tagged);
        Standing standing = standing(ids);
        delete(standing.deleted());
        if (failures.isEmpty()) {
            standing.besideModels(aws).forEach(this::delete);
            delete(standing.buckets());
        } else {
            standing.buckets()
                    .order()
                    .forEach(bucket -> failures.put(
                            bucket.id().toString(), "not deleted: the lock lies in it until the rest is gone"));
        }
        failures.putAll(standing.strangers());
        return report(ids, standing, births, born);
    }

    private BornAtRunTime births() {
        return new BornAtRunTime(aws, spec, names, waiting);
    }

    private Standing standing(Set<ResourceId> ids) {
        return Standing.of(provisioners.read(ids), ownership, options);
    }

    private void delete(ResourceGraph graph) {
        try {
            new Apply(provisioners, waiting.clock(), listener).delete(graph);
        } catch (ApplyException e) {
            e.failed().forEach(id -> failures.putIfAbsent(id.toString(), String.valueOf(e.getMessage())));
        }
    }

    private void delete(Born born) {
        Instant start = waiting.clock().instant();
        listener.on(new ApplyEvent.Started(born.what(), "delete"));
        try {
            born.deletion().run();
            listener.on(new ApplyEvent.Finished(
                    born.what(),
                    "delete",
                    Duration.between(start, waiting.clock().instant())));
        } catch (SdkException | MlopsException e) {
            listener.on(new ApplyEvent.Failed(born.what(), "delete", String.valueOf(e.getMessage())));
        }
    }

    private ResidueReport report(Set<ResourceId> ids, Standing standing, BornAtRunTime births, List<Born> born) {
        List<TaggedArn> tagged = new Tagged(aws, names).all();
        Set<ResourceId> wanted = new LinkedHashSet<>(ids);
        wanted.addAll(live.ids(described, tagged));
        standing.preserved().stream().map(Resource::id).forEach(wanted::remove);
        Set<String> left = new LinkedHashSet<>();
        provisioners
                .read(wanted)
                .order()
                .forEach(resource -> left.add(resource.id().toString()));
        List<Born> all = new ArrayList<>(born);
        all.addAll(births.find(tagged));
        all.addAll(standing.besideModels(aws));
        all.stream().filter(one -> one.isThere().getAsBoolean()).forEach(one -> left.add(one.what()));
        List<String> kept = new ArrayList<>();
        for (TaggedArn arn : tagged) {
            if (arn.is("sagemaker", "training-job")) {
                kept.add("the record and log stream of training job " + arn.name() + ", which no API deletes");
            } else if (!BornAtRunTime.isOne(arn) && arn.resource().isEmpty()) {
                left.add(arn.arn());
            }
        }
        return new ResidueReport(removed, left.stream().map(this::explained).toList(), kept, standing.preservations());
    }

    private String explained(String what) {
        String failure = failures.get(what);
        return failure == null
                ? what
                : what + " (" + failure.lines().findFirst().orElse("") + ")";
    }

    private ApplyListener recording(ApplyListener inner) {
        return event -> {
            if (event instanceof ApplyEvent.Finished finished) {
                removed.add(finished.resource());
            } else if (event instanceof ApplyEvent.Failed failed) {
                failures.put(failed.resource(), failed.cause());
            }
            inner.on(event);
        };
    }
}
