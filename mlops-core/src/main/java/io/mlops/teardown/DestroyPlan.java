package io.mlops.teardown;

import java.util.ArrayList;
import java.util.List;

/**
 * What destroy would do now.
 *
 * @param stops the executions, builds and training jobs that run
 * @param deletes what would be deleted, in that order
 * @param preserves what the options keep
 * @param strangers what has a described name and is not the pipeline's, with the reason; it would be left
 */
public record DestroyPlan(List<String> stops, List<String> deletes, List<String> preserves, List<String> strangers) {
    /** Copies the lists. */
    public DestroyPlan {
        stops = List.copyOf(stops);
        deletes = List.copyOf(deletes);
        preserves = List.copyOf(preserves);
        strangers = List.copyOf(strangers);
    }

    /**
     * Tells whether there is nothing to do.
     *
     * @return whether nothing would be stopped or deleted
     */
    public boolean isEmpty() {
        return stops.isEmpty() && deletes.isEmpty();
    }

    /**
     * Prints the plan for people.
     *
     * @return a line for each, and one that counts
     */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        stops.forEach(what -> lines.add("stop    " + what));
        deletes.forEach(what -> lines.add("delete  " + what));
        preserves.forEach(what -> lines.add("keep    " + what));
        strangers.forEach(what -> lines.add("leave   " + what));
        lines.add(stops.size() + " to stop, " + deletes.size() + " to delete, " + preserves.size() + " to keep, "
                + strangers.size() + " to leave");
        return String.join("\n", lines);
    }
}
