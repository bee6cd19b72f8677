package io.mlops.local.codepipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.TransitionState;

/** A stage of a pipeline: who is in it, who waits for it, and whether its inbound transition is open. */
final class StageSlot {
    private final Deque<Execution> inbound = new ArrayDeque<>();
    private final Map<String, ActionRun> latestRuns = new LinkedHashMap<>();
    private Optional<Execution> occupant = Optional.empty();
    private Optional<StageRun> latest = Optional.empty();
    private TransitionState transition = TransitionState.builder().enabled(true).build();

    Deque<Execution> inbound() {
        return inbound;
    }

    /** The last run of each action, by whichever execution. */
    Map<String, ActionRun> latestRuns() {
        return latestRuns;
    }

    boolean isLocked() {
        return occupant.isPresent();
    }

    void lock(Execution execution) {
        occupant = Optional.of(execution);
    }

    void unlock(Execution execution) {
        occupant = occupant.filter(inside -> inside != execution);
    }

    Optional<StageRun> latest() {
        return latest;
    }

    void latest(StageRun run) {
        latest = Optional.of(run);
    }

    TransitionState transition() {
        return transition;
    }

    void transition(TransitionState changed) {
        transition = changed;
    }
}
