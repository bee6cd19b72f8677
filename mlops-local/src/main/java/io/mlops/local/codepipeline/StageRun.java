package io.mlops.local.codepipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;

/** An execution's passage through a stage. Guarded by its pipeline's monitor. */
final class StageRun {
    private final Execution execution;
    private final int index;
    private final StageDeclaration stage;
    private final Map<String, ActionRun> latest = new LinkedHashMap<>();
    private StageExecutionStatus status = StageExecutionStatus.IN_PROGRESS;

    StageRun(Execution execution, int index) {
        this.execution = execution;
        this.index = index;
        this.stage = execution.declaration().stages().get(index);
    }

    Execution execution() {
        return execution;
    }

    int index() {
        return index;
    }

    StageDeclaration stage() {
        return stage;
    }

    StageExecutionStatus status() {
        return status;
    }

    void status(StageExecutionStatus changed) {
        status = changed;
    }

    Optional<ActionRun> latest(String action) {
        return Optional.ofNullable(latest.get(action));
    }

    void add(ActionRun run) {
        latest.put(run.action().name(), run);
    }

    boolean isRunning() {
        return latest.values().stream().anyMatch(ActionRun::isRunning);
    }

    boolean hasFailed() {
        return latest.values().stream()
                .anyMatch(run -> run.status() == ActionExecutionStatus.FAILED
                        || run.status() == ActionExecutionStatus.ABANDONED);
    }

    List<ActionRun> running() {
        return latest.values().stream().filter(ActionRun::isRunning).toList();
    }

    /** Gives the actions of the lowest run order that has any to be done. */
    List<ActionDeclaration> next() {
        OptionalInt order = stage.actions().stream()
                .filter(this::isOpen)
                .mapToInt(Declarations::runOrder)
                .min();
        return stage.actions().stream()
                .filter(action -> isOpen(action) && Declarations.runOrder(action) == order.getAsInt())
                .toList();
    }

    private boolean isOpen(ActionDeclaration action) {
        return latest(action.name()).filter(ActionRun::hasSucceeded).isEmpty();
    }

    /** Forgets every run, so that all actions run again. */
    void restart() {
        latest.clear();
    }

    /** Forgets the runs that did not succeed, so that these actions run again. */
    void restartFailed() {
        latest.values().removeIf(run -> !run.hasSucceeded());
    }
}
