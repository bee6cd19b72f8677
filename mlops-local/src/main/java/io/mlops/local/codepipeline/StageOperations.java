package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.NotLatestPipelineExecutionException;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RollbackStageRequest;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.StageNotRetryableException;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.TransitionState;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.codepipeline.model.UnableToRollbackStageException;

/** What is done to a pipeline's stages: retry, rollback, transitions. */
final class StageOperations {
    private final Call call;
    private final Pipeline pipeline;
    private final Flow flow;
    private final ExecutionOperations executions;

    StageOperations(Call call, Pipeline pipeline) {
        this.call = call;
        this.pipeline = pipeline;
        this.flow = new Flow(call.cloud(), call.scope(), pipeline);
        this.executions = new ExecutionOperations(call, pipeline);
    }

    StageSlot slot(String stage) {
        StageSlot slot = pipeline.slots().get(stage);
        if (slot == null) {
            throw StageNotFoundException.builder()
                    .message("Stage '" + stage + "' does not exist in pipeline '" + pipeline.name() + "'")
                    .build();
        }
        return slot;
    }

    String retry(RetryStageExecutionRequest request) {
        synchronized (pipeline) {
            StageSlot slot = slot(request.stageName());
            Execution execution = executions.find(request.pipelineExecutionId());
            StageRun run = execution.stages().get(request.stageName());
            boolean latest = slot.latest().filter(other -> other == run).isPresent();
            if (run == null || (!latest && execution.mode() != ExecutionMode.PARALLEL)) {
                throw NotLatestPipelineExecutionException.builder()
                        .message("The stage " + request.stageName() + " has moved on: execution " + execution.id()
                                + " is not its latest")
                        .build();
            }
            boolean over = run.status() == StageExecutionStatus.FAILED || run.status() == StageExecutionStatus.STOPPED;
            boolean outdated = !execution
                    .declaration()
                    .version()
                    .equals(pipeline.declaration().version());
            if (!over || outdated || execution.isOpen()) {
                throw StageNotRetryableException.builder()
                        .message("Unable to retry stage " + request.stageName() + ": "
                                + (outdated
                                        ? "the pipeline was updated after the execution began"
                                        : "it is " + run.status() + ", not Failed"))
                        .build();
            }
            flow.retry(run, request.retryMode() == StageRetryMode.ALL_ACTIONS);
            return execution.id();
        }
    }

    /** Runs one stage again with an earlier execution's artifacts. */
    String rollback(RollbackStageRequest request) {
        synchronized (pipeline) {
            slot(request.stageName());
            Execution target = executions.find(request.targetPipelineExecutionId());
            List<String> stages = pipeline.declaration().stages().stream()
                    .map(stage -> stage.name())
                    .toList();
            int index = stages.indexOf(request.stageName());
            StageRun reached = target.stages().get(request.stageName());
            refuseRollback(index == 0, "the source stage cannot be rolled back");
            refuseRollback(target.mode() == ExecutionMode.PARALLEL, "a pipeline in PARALLEL mode has no rollback");
            refuseRollback(target.type() == ExecutionType.ROLLBACK, "the target is a rollback itself");
            refuseRollback(
                    !target.declaration()
                            .version()
                            .equals(pipeline.declaration().version()),
                    "the target ran in another version of the pipeline's structure");
            refuseRollback(
                    reached == null || reached.status() != StageExecutionStatus.SUCCEEDED,
                    "the target did not succeed in the stage");
            Execution execution = executions.execution(
                    TriggerType.MANUAL_ROLLBACK, target.start().variables(), Optional.of(target.id()));
            execution.takeFrom(target);
            flow.begin(execution, index);
            return execution.id();
        }
    }

    private static void refuseRollback(boolean refused, String why) {
        if (refused) {
            throw UnableToRollbackStageException.builder()
                    .message("Unable to roll back the stage: " + why)
                    .build();
        }
    }

    void transition(String stage, boolean enabled, String reason) {
        synchronized (pipeline) {
            StageSlot slot = slot(stage);
            slot.transition(TransitionState.builder()
                    .enabled(enabled)
                    .lastChangedBy(call.caller().arn())
                    .lastChangedAt(call.now())
                    .disabledReason(enabled ? null : reason)
                    .build());
            List<String> stages = pipeline.declaration().stages().stream()
                    .map(declared -> declared.name())
                    .toList();
            flow.admit(slot, stages.indexOf(stage));
        }
    }
}
