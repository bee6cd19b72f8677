package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
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
            Execution execution = pipeline.executions().get(request.pipelineExecutionId());
            StageRun run = execution == null ? null : execution.stages().get(request.stageName());
            boolean latest = slot.latest().filter(other -> other == run).isPresent();
            if (run == null || (!latest && run.execution().mode() != ExecutionMode.PARALLEL)) {
                throw NotLatestPipelineExecutionException.builder()
                        .message("The stage " + request.stageName() + " has failed in a later run of the pipeline and"
                                + " the pipelineExecutionId " + request.pipelineExecutionId() + " is out of date")
                        .build();
            }
            return retry(run, request.retryMode());
        }
    }

    private String retry(StageRun run, StageRetryMode mode) {
        Execution execution = run.execution();
        boolean over = run.status() == StageExecutionStatus.FAILED || run.status() == StageExecutionStatus.STOPPED;
        boolean outdated =
                !execution.declaration().version().equals(pipeline.declaration().version());
        if (!over || outdated || execution.isOpen()) {
            throw StageNotRetryableException.builder()
                    .message("Unable to retry stage " + run.stage().name() + ": "
                            + (outdated
                                    ? "the pipeline structure changed after the execution began"
                                    : "it is " + run.status() + ", and contains no failed actions"))
                    .build();
        }
        executions.refuseTooMany(execution.mode());
        flow.retry(run, mode);
        return execution.id();
    }

    /** Runs one stage again with an earlier execution's artifacts. */
    String rollback(RollbackStageRequest request) {
        synchronized (pipeline) {
            StageSlot slot = slot(request.stageName());
            Execution target = executions.find(request.targetPipelineExecutionId());
            int index = pipeline.stages().indexOf(request.stageName());
            refuseRollback(index == 0, "You cannot roll back a source stage");
            refuseRollback(target.mode() == ExecutionMode.PARALLEL, "a pipeline in PARALLEL mode has no rollback");
            refuseRollback(slot.isLocked(), "the stage is currently running");
            refuseRollback(target.type() == ExecutionType.ROLLBACK, "the target is a rollback itself");
            refuseRollback(
                    !target.declaration()
                            .version()
                            .equals(pipeline.declaration().version()),
                    "the pipeline version has changed since the target pipeline execution was deployed");
            refuseRollback(
                    !target.isTargetOfRollback(request.stageName(), pipeline.declaration()),
                    "the target did not succeed in the stage");
            return flow.rollBack(
                            target,
                            index,
                            TriggerType.MANUAL_ROLLBACK,
                            call.caller().arn())
                    .id();
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
            flow.admit(slot, pipeline.stages().indexOf(stage));
        }
    }
}
