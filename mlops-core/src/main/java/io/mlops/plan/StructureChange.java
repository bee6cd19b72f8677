package io.mlops.plan;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a change of a pipeline's structure takes away: CodePipeline rolls a stage back only to an execution that succeeded
 * in it under the structure of today (CodePipeline user guide, "Configure stage rollback").
 *
 * @param lostTargets how many executions each stage can be rolled back to now, and cannot afterwards; by the stage's
 *     name
 */
public record StructureChange(SortedMap<String, Integer> lostTargets) {
    /** Copies the counts. */
    public StructureChange {
        lostTargets = Collections.unmodifiableSortedMap(new TreeMap<>(lostTargets));
    }

    /**
     * Tells whether an update makes a new version of the structure: whatever it changes but tags does.
     *
     * @param update of any resource
     * @return whether it does
     */
    public static boolean isOne(Change.Update update) {
        return update.before() instanceof Pipeline
                && update.fields().stream().anyMatch(field -> !field.field().equals(Fields.TAGS));
    }

    /**
     * Says it for people.
     *
     * @return one line
     */
    @Override
    public String toString() {
        int all = lostTargets.values().stream().mapToInt(Integer::intValue).sum();
        if (all == 0) {
            return "its structure changes; there is no execution to roll back to that would be lost";
        }
        return "its structure changes: no stage can be rolled back to an execution before it any more: "
                + String.join(
                        ", ",
                        lostTargets.entrySet().stream()
                                .filter(lost -> lost.getValue() > 0)
                                .map(StructureChange::text)
                                .toList());
    }

    private static String text(Map.Entry<String, Integer> lost) {
        return lost.getKey() + " loses " + lost.getValue() + (lost.getValue() == 1 ? " execution" : " executions");
    }
}
