package io.mlops.plan;

import io.mlops.plan.cost.CostEstimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would change, in an order in which it can be done: first what is created, updated or left, each after what it needs;
 * then what is deleted, each before what it needs.
 *
 * @param changes one for each resource
 * @param structure what a change of the pipeline's structure takes away; absent where it does not change
 * @param cost what the pipeline may cost; absent where nobody has reckoned it
 */
public record Plan(
        List<Change> changes,
        @Nullable StructureChange structure,
        @Nullable CostEstimate cost) {
    /** Copies the changes. */
    public Plan {
        changes = List.copyOf(changes);
    }

    /**
     * Makes a plan of changes alone.
     *
     * @param changes one for each resource
     */
    public Plan(List<Change> changes) {
        this(changes, null, null);
    }

    /**
     * Compares what is wanted with what is there.
     *
     * @param before what is there
     * @param after what is wanted
     * @return the way from the one to the other
     */
    public static Plan diff(ResourceGraph before, ResourceGraph after) {
        List<Change> changes = new ArrayList<>();
        for (Resource wanted : after.order()) {
            changes.add(before.find(wanted.id())
                    .map(present -> change(present, wanted))
                    .orElseGet(() -> new Change.Create(wanted)));
        }
        List<Resource> present = new ArrayList<>(before.order());
        Collections.reverse(present);
        present.stream()
                .filter(resource -> after.find(resource.id()).isEmpty())
                .map(Change.Delete::new)
                .forEach(changes::add);
        return new Plan(changes);
    }

    /**
     * Adds what is there, is no longer described, and yet stays: a change of nothing, but worth a line.
     *
     * @param kept such resources
     * @return the plan with them
     */
    public Plan keeping(List<Resource> kept) {
        List<Change> all = new ArrayList<>(changes);
        kept.forEach(resource -> all.add(new Change.Keep(
                resource, "no longer described, but it holds data: delete it yourself, or destroy the pipeline")));
        return new Plan(all, structure, cost);
    }

    /**
     * Says what the change of the pipeline's structure takes away.
     *
     * @param change of the structure
     * @return the plan with it
     */
    public Plan restructuring(StructureChange change) {
        return new Plan(changes, change, cost);
    }

    /**
     * Puts an estimate under the plan.
     *
     * @param estimate what the pipeline may cost
     * @return the plan with it
     */
    public Plan costing(CostEstimate estimate) {
        return new Plan(changes, structure, estimate);
    }

    /**
     * Tells whether there is nothing to do.
     *
     * @return whether every resource is as wanted, or kept
     */
    public boolean isEmpty() {
        return changes.stream().allMatch(change -> change instanceof Change.Unchanged || change instanceof Change.Keep);
    }

    /**
     * Lists the changes of one kind.
     *
     * @param kind the kind, as {@code Change.Update.class}
     * @param <C> the kind
     * @return in the plan's order
     */
    public <C extends Change> List<C> of(Class<C> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * Does to a graph what apply does to an account.
     *
     * @param before what is there
     * @return what is there afterwards
     */
    public ResourceGraph appliedTo(ResourceGraph before) {
        Map<ResourceId, Resource> resources = new TreeMap<>();
        before.order().forEach(resource -> resources.put(resource.id(), resource));
        of(Change.Create.class).forEach(create -> resources.put(create.id(), create.after()));
        of(Change.Update.class).forEach(update -> resources.put(update.id(), update.after()));
        of(Change.Replace.class).forEach(replace -> resources.put(replace.id(), replace.after()));
        of(Change.Delete.class).forEach(delete -> resources.remove(delete.id()));
        return new ResourceGraph(resources.values());
    }

    /**
     * Prints the plan for people: a line for each change, the fields under each update, the sums, and the
     * estimate where there is one.
     *
     * @return several lines, without a line end
     */
    @Override
    public String toString() {
        return PlanText.of(this);
    }

    private static Change change(Resource before, Resource after) {
        if (before.equals(after)) {
            return new Change.Unchanged(after);
        }
        return after.replaces(before)
                .<Change>map(reason -> new Change.Replace(before, after, reason))
                .orElseGet(() -> new Change.Update(before, after));
    }
}
