package io.mlops.teardown;

import io.mlops.apply.Apply;
import io.mlops.apply.ApplyEvent;
import io.mlops.apply.ApplyException;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.LiveState;
import io.mlops.apply.Ownership;
import io.mlops.apply.Provisioners;
import io.mlops.apply.Tagged;
import io.mlops.apply.TaggedArn;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.spec.DeployStage;
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
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/** Destroys a pipeline with what it made at run time, and reports what is left. May be repeated. */
public final class Teardown {
    private final AwsClients aws;
    private final PipelineSpec spec;
    private final Names names;
    private final ResourceGraph described;
    private final Provisioners provisioners;
    private final Waiting waiting;
    private final ApplyListener listener;
    private final Endpoints endpoints;
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
     * @param listener hears what is stopped and deleted; called by one thread at a time
     */
    public Teardown(
            AwsClients aws,
            PipelineSpec spec,
            Names names,
            ResourceGraph described,
            Provisioners provisioners,
            Waiting waiting,
            ApplyListener listener) {
        this.aws = aws;
        this.spec = spec;
        this.names = names;
        this.described = described;
        this.provisioners = provisioners;
        this.waiting = waiting;
        this.listener = Apply.serial(this.recording(listener));
        this.endpoints = new Endpoints(aws, names, waiting);
        this.live = new LiveState(aws, names, provisioners);
        this.ownership = new Ownership(names);
    }

    /**
     * Stops the executions, deletes everything, and looks again.
     *
     * @return what was deleted and what is left; a failure to delete something is told there, with its cause
     */
    public ResidueReport run() {
        Running running = new Running(aws, names, waiting, listener);
        running.stopExecutions();
        EndpointLogs logs = new EndpointLogs(aws, names);
        List<TaggedArn> tagged = new Tagged(aws, names).all();
        running.stopTrainingJobs(tagged);
        List<TaggedArn> born = born(tagged);
        for (String type : List.of("endpoint", "endpoint-config", "model")) {
            born.stream()
                    .filter(arn -> arn.type().equals(type))
                    .forEach(arn -> delete(label(arn), () -> endpoints.delete(arn)));
        }
        Set<String> ours = ourEndpoints(born);
        logs.of(ours).forEach(group -> delete("log group " + group, () -> logs.delete(group)));
        deleteReports();
        Set<ResourceId> ids = live.ids(described, tagged);
        try {
            new Apply(provisioners, waiting.clock(), listener).delete(own(ids));
        } catch (ApplyException e) {
            e.failed().forEach(id -> failures.put(id.toString(), String.valueOf(e.getMessage())));
        }
        return report(ids, born, logs, ours);
    }

    private List<TaggedArn> born(List<TaggedArn> tagged) {
        Map<String, TaggedArn> born = new LinkedHashMap<>();
        Stream.concat(
                        tagged.stream().filter(Endpoints::isOne),
                        spec.deployStages().stream().flatMap(stage -> endpoints.behind(stage.endpoint()).stream()))
                // The tagging API goes on listing what was deleted lately.
                .filter(endpoints::exists)
                .forEach(arn -> born.put(arn.arn(), arn));
        return List.copyOf(born.values());
    }

    private Set<String> ourEndpoints(List<TaggedArn> born) {
        Set<String> ours = new TreeSet<>();
        born.stream()
                .filter(arn -> arn.type().equals("endpoint"))
                .map(TaggedArn::name)
                .forEach(ours::add);
        // A described endpoint that is gone may have been deleted by a destroy that was cut off; a stranger's still
        // stands.
        spec.deployStages().stream()
                .map(DeployStage::endpoint)
                .filter(endpoint -> !endpoints.exists(new TaggedArn("", "sagemaker", "endpoint", endpoint)))
                .forEach(ours::add);
        return ours;
    }

    /** What is the pipeline's of what is there; a stranger under a described name is left, and the report says so. */
    private ResourceGraph own(Set<ResourceId> ids) {
        List<Resource> own = new ArrayList<>();
        for (Resource present : provisioners.read(ids).order()) {
            if (ownership.has(present)) {
                own.add(present);
            } else {
                failures.put(present.id().toString(), "not deleted: it " + Ownership.owner(present));
            }
        }
        return new ResourceGraph(own);
    }

    private String reportGroup() {
        String name = names.testProject() + "-" + spec.test().reportGroup();
        return names.account().arn("codebuild", "report-group/" + name);
    }

    private boolean reportGroupExists() {
        return !aws.codeBuild()
                .batchGetReportGroups(request -> request.reportGroupArns(reportGroup()))
                .reportGroups()
                .isEmpty();
    }

    private void deleteReports() {
        if (reportGroupExists()) {
            delete(
                    "report group " + names.testProject() + "-" + spec.test().reportGroup(),
                    () -> aws.codeBuild()
                            .deleteReportGroup(
                                    request -> request.arn(reportGroup()).deleteReports(true)));
        }
    }

    private void delete(String what, Runnable call) {
        Instant start = waiting.clock().instant();
        listener.on(new ApplyEvent.Started(what, "delete"));
        try {
            call.run();
            listener.on(new ApplyEvent.Finished(
                    what, "delete", Duration.between(start, waiting.clock().instant())));
        } catch (SdkException e) {
            listener.on(new ApplyEvent.Failed(what, "delete", String.valueOf(e.getMessage())));
        }
    }

    private ResidueReport report(Set<ResourceId> ids, List<TaggedArn> born, EndpointLogs logs, Set<String> ours) {
        List<TaggedArn> tagged = new Tagged(aws, names).all();
        Set<ResourceId> wanted = new LinkedHashSet<>(ids);
        wanted.addAll(live.ids(described, tagged));
        Set<String> left = new LinkedHashSet<>();
        provisioners
                .read(wanted)
                .order()
                .forEach(resource -> left.add(resource.id().toString()));
        Stream.concat(born.stream(), tagged.stream().filter(Endpoints::isOne))
                .filter(endpoints::exists)
                .forEach(arn -> left.add(label(arn)));
        logs.of(ours).forEach(group -> left.add("log group " + group));
        if (reportGroupExists()) {
            left.add("report group " + reportGroup());
        }
        List<String> kept = new ArrayList<>();
        for (TaggedArn arn : tagged) {
            if (arn.is("sagemaker", "training-job")) {
                kept.add("the record and log stream of training job " + arn.name() + ", which no API deletes");
            } else if (!Endpoints.isOne(arn) && arn.resource().isEmpty()) {
                left.add(arn.arn());
            }
        }
        return new ResidueReport(removed, left.stream().map(this::explained).toList(), kept);
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

    private static String label(TaggedArn arn) {
        return arn.type().replace('-', ' ') + " " + arn.name();
    }
}
