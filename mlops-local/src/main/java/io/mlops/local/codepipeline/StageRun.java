package io.mlops.local.codepipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.RetryTrigger;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;

/** An execution's passage through a stage. Guarded by its pipeline's monitor. */
final class StageRun {
    private final Execution execution;
    private final int index;
    private final StageDeclaration stage;
    private final Map<String, ActionRun> latest = new LinkedHashMap<>();
    private StageExecutionStatus status = StageExecutionStatus.IN_PROGRESS;
    private Retries retries = new Retries(0, 0, Optional.empty());

    StageRun(Execution execution, int index) {
        this.execution = execution;
        this.index = index;
        this.stage = execution.declaration().stages().get(index);
    }

    /**
     * How often a stage was retried.
     *
     * @param automatic by its own declaration
     * @param manual by RetryStageExecution
     * @param latest what retried it last
     */
    record Retries(int automatic, int manual, Optional<RetryTrigger> latest) {
        private Retries and(RetryTrigger trigger) {
            boolean automated = trigger == RetryTrigger.AUTOMATED_STAGE_RETRY;
            return new Retries(automatic + (automated ? 1 : 0), manual + (automated ? 0 : 1), Optional.of(trigger));
        }
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
        execution.events().ifPresent(told -> told.stage(this, StateEvents.state(changed)));
    }

    Optional<ActionRun> latest(String action) {
        return Optional.ofNullable(latest.get(action));
    }

    void add(ActionRun run) {
        latest.put(run.action().name(), run);
    }

    Retries retries() {
        return retries;
    }

    boolean isOpen() {
        return status == StageExecutionStatus.IN_PROGRESS || status == StageExecutionStatus.STOPPING;
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
                .filter(this::isLeft)
                .mapToInt(Declarations::runOrder)
                .min();
        return stage.actions().stream()
                .filter(action -> isLeft(action) && Declarations.runOrder(action) == order.getAsInt())
                .toList();
    }

    private boolean isLeft(ActionDeclaration action) {
        return latest(action.name()).filter(ActionRun::hasSucceeded).isEmpty();
    }

    /** Forgets all runs, or those that did not succeed, so that these actions run again. */
    void restart(RetryTrigger trigger, StageRetryMode mode) {
        retries = retries.and(trigger);
        status = StageExecutionStatus.IN_PROGRESS;
        execution.events().ifPresent(told -> told.stage(this, "RESUMED"));
        latest.values().removeIf(run -> mode == StageRetryMode.ALL_ACTIONS || !run.hasSucceeded());
    }
}
