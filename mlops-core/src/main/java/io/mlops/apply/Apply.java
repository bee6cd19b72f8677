package io.mlops.apply;

import io.mlops.plan.Change;
import io.mlops.plan.Plan;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Carries a plan out, along the graph and otherwise at the same time. */
public final class Apply {
    private final Provisioners provisioners;
    private final Clock clock;
    private final ApplyListener listener;

    /**
     * Makes the step.
     *
     * @param provisioners change the resources
     * @param clock measures
     * @param listener hears each change; called by one thread at a time
     */
    public Apply(Provisioners provisioners, Clock clock, ApplyListener listener) {
        this.provisioners = provisioners;
        this.clock = clock;
        this.listener = serial(listener);
    }

    /**
     * Wraps a listener so that it is called by one thread at a time.
     *
     * @param listener any listener
     * @return the wrapped listener
     */
    public static ApplyListener serial(ApplyListener listener) {
        Object lock = new Object();
        return event -> {
            synchronized (lock) {
                listener.on(event);
            }
        };
    }

    /**
     * Creates, updates and replaces what the plan says, each resource after those that it needs; then deletes what it says,
     * each before those that it needs.
     *
     * @param plan what to do
     * @param wanted the graph that the plan leads to
     * @throws ApplyException if something failed: what does not need it was done all the same
     */
    public void run(Plan plan, ResourceGraph wanted) {
        Map<ResourceId, Change> changes = new LinkedHashMap<>();
        plan.of(Change.Create.class).forEach(change -> changes.put(change.id(), change));
        plan.of(Change.Update.class).forEach(change -> changes.put(change.id(), change));
        plan.of(Change.Replace.class).forEach(change -> changes.put(change.id(), change));
        List<ResourceId> order = wanted.order().stream()
                .map(resource -> resource.id())
                .filter(changes::containsKey)
                .toList();
        walk(order, changes, id -> wanted.dependencies(id));
        delete(new ResourceGraph(
                plan.of(Change.Delete.class).stream().map(Change.Delete::before).toList()));
    }

    /**
     * Deletes resources, each before those that it needs.
     *
     * @param present what is there
     * @throws ApplyException if something failed: what does not need it was done all the same
     */
    public void delete(ResourceGraph present) {
        Map<ResourceId, Change> changes = new LinkedHashMap<>();
        List<Resource> reverse = new ArrayList<>(present.order());
        Collections.reverse(reverse);
        reverse.forEach(resource -> changes.put(resource.id(), new Change.Delete(resource)));
        List<ResourceId> order = List.copyOf(changes.keySet());
        walk(
                order,
                changes,
                id -> order.stream()
                        .filter(other -> present.dependencies(other).contains(id))
                        .collect(Collectors.toSet()));
    }

    private void walk(
            List<ResourceId> order, Map<ResourceId, Change> changes, Function<ResourceId, Set<ResourceId>> needs) {
        Set<ResourceId> done = ConcurrentHashMap.newKeySet();
        Map<ResourceId, Throwable> failures = ParallelWalk.run(
                order,
                id -> {
                    Set<ResourceId> before = new HashSet<>(needs.apply(id));
                    before.retainAll(order);
                    return before;
                },
                id -> carryOut(Objects.requireNonNull(changes.get(id))),
                done);
        if (!failures.isEmpty()) {
            List<ResourceId> notDone = new ArrayList<>(order);
            notDone.removeAll(done);
            notDone.removeAll(failures.keySet());
            throw new ApplyException(order.stream().filter(done::contains).toList(), failures, notDone);
        }
    }

    private void carryOut(Change change) {
        String resource = change.id().toString();
        String verb = verb(change);
        Instant start = clock.instant();
        listener.on(new ApplyEvent.Started(resource, verb));
        try {
            provisioners.carryOut(change);
        } catch (RuntimeException | Error e) {
            listener.on(new ApplyEvent.Failed(resource, verb, ApplyException.reason(e)));
            throw e;
        }
        listener.on(new ApplyEvent.Finished(resource, verb, Duration.between(start, clock.instant())));
    }

    private static String verb(Change change) {
        if (change instanceof Change.Create) {
            return "create";
        }
        if (change instanceof Change.Replace) {
            return "replace";
        }
        return change instanceof Change.Delete ? "delete" : "update";
    }
}
