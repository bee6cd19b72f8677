package io.mlops.local.codepipeline;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.codepipeline.ActionRun.Progress;
import io.mlops.local.codepipeline.ActionRun.Success;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStore;
import software.amazon.awssdk.services.codepipeline.model.ErrorDetails;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.ExecutionTrigger;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.FailureConditions;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.RetryConfiguration;
import software.amazon.awssdk.services.codepipeline.model.RetryTrigger;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

/**
 * Moves executions through a pipeline's stages (CodePipeline user guide, "How executions work"). A stage holds one
 * execution; of those that wait for it a newer supersedes an older, or all keep their order (QUEUED), or none waits
 * (PARALLEL). Every step follows an event, under the pipeline's monitor; actions work outside of it.
 */
final class Flow {
    private final Cloud cloud;
    private final Scope scope;
    private final Pipeline pipeline;

    Flow(Cloud cloud, Scope scope, Pipeline pipeline) {
        this.cloud = cloud;
        this.scope = scope;
        this.pipeline = pipeline;
    }

    private Instant now() {
        return cloud.scheduler().now();
    }

    /** Begins an execution at a stage. */
    void begin(Execution execution, int stage) {
        synchronized (pipeline) {
            pipeline.executions().put(execution.id(), execution);
            execution.begin(new StateEvents(cloud, scope));
            arrive(execution, stage);
        }
    }

    private StageSlot slot(String stage) {
        return pipeline.slot(stage);
    }

    private StageSlot slot(Execution execution, int stage) {
        return slot(execution.declaration().stages().get(stage).name());
    }

    private void arrive(Execution execution, int stage) {
        StageSlot slot = slot(execution, stage);
        slot.inbound().add(execution);
        if (execution.mode() == ExecutionMode.SUPERSEDED) {
            Execution newest = pipeline.newestFirst().stream()
                    .filter(slot.inbound()::contains)
                    .findFirst()
                    .orElse(execution);
            slot.inbound().remove(newest);
            slot.inbound().forEach(older -> older.status(PipelineExecutionStatus.SUPERSEDED, now()));
            slot.inbound().clear();
            slot.inbound().add(newest);
        }
        admit(slot, stage);
    }

    /** Lets in who waits, where the stage is free and its transition open. */
    void admit(StageSlot slot, int stage) {
        while (slot.transition().enabled() && !slot.inbound().isEmpty() && !slot.isLocked()) {
            Execution execution = slot.inbound().poll();
            if (execution.mode() != ExecutionMode.PARALLEL) {
                slot.lock(execution);
            }
            StageRun run = new StageRun(execution, stage);
            execution.stages().put(run.stage().name(), run);
            slot.latest(run);
            new StateEvents(cloud, scope).stage(run, "STARTED");
            advance(run);
        }
    }

    /** Runs the next actions of a stage, or ends it. */
    private void advance(StageRun stage) {
        List<ActionDeclaration> next = stage.next();
        if (next.isEmpty()) {
            succeeded(stage);
        }
        for (ActionDeclaration action : next) {
            run(stage, action);
        }
    }

    private void run(StageRun stage, ActionDeclaration action) {
        Execution execution = stage.execution();
        ActionRun run =
                new ActionRun(cloud.ids().uuid(), execution, stage.stage().name(), action, now());
        if (action.actionTypeId().category() == ActionCategory.APPROVAL) {
            run.await(cloud.ids().uuid());
        }
        execution.runs().add(run);
        new StateEvents(cloud, scope).action(run, "STARTED");
        stage.add(run);
        slot(stage.stage().name()).latestRuns().put(action.name(), run);
        Optional<Map<String, String>> configuration = execution.variables().resolve(action.configuration());
        run.resolved(
                configuration.orElse(action.configuration()), inputs(execution, action), outputs(execution, action));
        if (configuration.isEmpty()) {
            cloud.scheduler()
                    .execute(() -> failed(
                            run,
                            "ConfigurationError",
                            "An action in this pipeline failed because one or more variables could not be resolved:"
                                    + " Action name=" + action.name() + "."));
            return;
        }
        ActionContext context = new ActionContext(cloud, scope, this, run, configuration.get());
        cloud.scheduler()
                .execute(() -> context.guarded(() -> ActionWork.of(context).start()));
    }

    private static List<ArtifactPlace> inputs(Execution execution, ActionDeclaration action) {
        return action.inputArtifacts().stream()
                .flatMap(input -> Optional.ofNullable(execution.artifacts().get(input.name())).stream())
                .toList();
    }

    /** Places an action's artifacts: 20 characters of the pipeline's name, 10 of the artifact's, 7 at random. */
    private List<ArtifactPlace> outputs(Execution execution, ActionDeclaration action) {
        ArtifactStore store = Declarations.store(execution.declaration(), scope.region());
        return action.outputArtifacts().stream()
                .map(output -> new ArtifactPlace(
                        output.name(),
                        store.location(),
                        head(pipeline.name(), 20) + "/" + head(output.name(), 10) + "/"
                                + cloud.ids().alphanumeric(7) + ".zip",
                        Optional.empty()))
                .toList();
    }

    private static String head(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    /** Takes news of a run, where it still runs. */
    void progressed(ActionRun run, Progress progress) {
        change(run, running -> running.progressed(progress, now()));
    }

    /** Changes a run, where it still runs. */
    boolean change(ActionRun run, Consumer<ActionRun> change) {
        synchronized (pipeline) {
            if (run.isRunning()) {
                change.accept(run);
                return true;
            }
            return false;
        }
    }

    /** Ends a run well. */
    boolean succeeded(ActionRun run, Success success) {
        return change(run, running -> {
            running.succeeded(success, now());
            Execution execution = running.execution();
            running.outputs().forEach(output -> execution.artifacts().put(output.name(), output));
            if (running.action().namespace() != null) {
                execution.variables().put(running.action().namespace(), running.outputVariables());
            }
            ended(running);
        });
    }

    /** Ends a run badly. */
    boolean failed(ActionRun run, String code, String message) {
        return change(run, running -> {
            running.failed(ErrorDetails.builder().code(code).message(message).build(), now());
            ended(running);
        });
    }

    private void ended(ActionRun run) {
        Execution execution = run.execution();
        StageRun stage =
                Optional.ofNullable(execution.stages().get(run.stage())).orElseThrow();
        execution.status(execution.status(), now());
        if (stage.isRunning() || !execution.isOpen()) {
            return;
        }
        if (execution.isStopping()) {
            end(stage, StageExecutionStatus.STOPPED, PipelineExecutionStatus.STOPPED);
        } else if (stage.hasFailed()) {
            failed(stage);
        } else {
            advance(stage);
        }
    }

    /** Does what the stage declares for its failure: one retry, or a rollback to the newest good execution. */
    private void failed(StageRun stage) {
        Optional<FailureConditions> declared = Optional.ofNullable(stage.stage().onFailure());
        Result result = declared.map(FailureConditions::result).orElse(Result.FAIL);
        if (result == Result.RETRY && stage.retries().automatic() == 0) {
            StageRetryMode mode = declared.map(FailureConditions::retryConfiguration)
                    .map(RetryConfiguration::retryMode)
                    .orElse(StageRetryMode.FAILED_ACTIONS);
            stage.restart(RetryTrigger.AUTOMATED_STAGE_RETRY, mode);
            advance(stage);
            return;
        }
        end(stage, StageExecutionStatus.FAILED, PipelineExecutionStatus.FAILED);
        Execution failed = stage.execution();
        if (result == Result.ROLLBACK && failed.type() == ExecutionType.STANDARD) {
            pipeline.newestFirst().stream()
                    .filter(target -> target.isTargetOfRollback(stage.stage().name(), pipeline.declaration()))
                    .findFirst()
                    .ifPresent(target -> rollBack(
                            target,
                            stage.index(),
                            TriggerType.AUTOMATED_ROLLBACK,
                            "{\"FailedPipelineExecutionId\":\"" + failed.id() + "\"}"));
        }
    }

    /** Begins an execution of one stage with an earlier one's artifacts and variables. */
    Execution rollBack(Execution target, int stage, TriggerType type, String detail) {
        Execution execution = new Execution(new Execution.Start(
                cloud.ids().uuid(),
                pipeline.declaration(),
                ExecutionTrigger.builder()
                        .triggerType(type)
                        .triggerDetail(detail)
                        .build(),
                target.start().variables(),
                List.of(),
                Optional.of(target.id()),
                now()));
        execution.takeFrom(target);
        begin(execution, stage);
        return execution;
    }

    private void succeeded(StageRun stage) {
        Execution execution = stage.execution();
        int next = stage.index() + 1;
        if (execution.type() == ExecutionType.ROLLBACK
                || next == execution.declaration().stages().size()) {
            end(stage, StageExecutionStatus.SUCCEEDED, PipelineExecutionStatus.SUCCEEDED);
        } else {
            stage.status(StageExecutionStatus.SUCCEEDED);
            leave(stage);
            arrive(execution, next);
        }
    }

    /** Ends a stage, and its execution with it. */
    private void end(StageRun stage, StageExecutionStatus status, PipelineExecutionStatus execution) {
        stage.status(status);
        stage.execution().status(execution, now());
        leave(stage);
    }

    private void leave(StageRun stage) {
        StageSlot slot = slot(stage.stage().name());
        slot.unlock(stage.execution());
        admit(slot, stage.index());
    }

    /** Ends an execution now, whatever runs; its actions count as abandoned. */
    void abandon(Execution execution, PipelineExecutionStatus status) {
        execution.status(status, now());
        pipeline.slots().values().forEach(slot -> slot.inbound().remove(execution));
        for (StageRun stage : execution.stages().values()) {
            if (stage.isOpen()) {
                stage.running().forEach(run -> run.abandoned(now()));
                boolean cancelled = status == PipelineExecutionStatus.CANCELLED;
                end(stage, cancelled ? StageExecutionStatus.CANCELLED : StageExecutionStatus.STOPPED, status);
            }
        }
    }

    /** Lets an execution end once its running actions have. */
    void stop(Execution execution) {
        List<StageRun> running =
                execution.stages().values().stream().filter(StageRun::isRunning).toList();
        if (!running.isEmpty()) {
            running.forEach(stage -> stage.status(StageExecutionStatus.STOPPING));
            execution.status(PipelineExecutionStatus.STOPPING, now());
        } else {
            abandon(execution, PipelineExecutionStatus.STOPPED);
        }
    }

    /** Runs a failed stage again in the same execution. */
    void retry(StageRun stage, StageRetryMode mode) {
        stage.execution().status(PipelineExecutionStatus.IN_PROGRESS, now());
        if (stage.execution().mode() != ExecutionMode.PARALLEL) {
            slot(stage.stage().name()).lock(stage.execution());
        }
        stage.restart(RetryTrigger.MANUAL_STAGE_RETRY, mode);
        advance(stage);
    }
}
