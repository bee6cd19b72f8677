package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import io.mlops.local.codepipeline.ActionRun.Progress;
import io.mlops.local.codepipeline.ActionRun.Success;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalAlreadyCompletedException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.ConcurrentPipelineExecutionsLimitExceededException;
import software.amazon.awssdk.services.codepipeline.model.DuplicatedStopRequestException;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.ExecutionTrigger;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;
import software.amazon.awssdk.services.codepipeline.model.NotLatestPipelineExecutionException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotStoppableException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RollbackStageRequest;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.StageNotRetryableException;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.TransitionState;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.codepipeline.model.UnableToRollbackStageException;

/** What is done to a pipeline's executions. */
final class ExecutionOperations {
    /** The most executions that are in progress in QUEUED and PARALLEL mode (CodePipeline user guide, "Quotas"). */
    private static final int MOST_EXECUTIONS = 50;

    private final Call call;
    private final Pipeline pipeline;
    private final Flow flow;

    ExecutionOperations(Call call, Pipeline pipeline) {
        this.call = call;
        this.pipeline = pipeline;
        this.flow = new Flow(call.cloud(), call.scope(), pipeline);
    }

    /** Starts an execution; the same token gives the same execution. */
    String start(StartPipelineExecutionRequest request) {
        if (!request.sourceRevisions().isEmpty()) {
            throw Refusals.validation("sourceRevisions is not supported by this emulator: leave it out");
        }
        synchronized (pipeline) {
            String token = request.clientRequestToken();
            String earlier = token == null ? null : pipeline.executionsByToken().get(token);
            if (earlier != null) {
                return earlier;
            }
            Map<String, String> given = new LinkedHashMap<>();
            for (PipelineVariable variable : request.variables()) {
                given.put(variable.name(), variable.value());
            }
            String id = begin(TriggerType.START_PIPELINE_EXECUTION, given);
            if (token != null) {
                pipeline.executionsByToken().put(token, id);
            }
            return id;
        }
    }

    /** Begins an execution at the first stage. */
    String begin(TriggerType trigger, Map<String, String> given) {
        synchronized (pipeline) {
            PipelineDeclaration declaration = pipeline.declaration();
            long open = pipeline.executions().values().stream()
                    .filter(Execution::isOpen)
                    .count();
            if (declaration.executionMode() != ExecutionMode.SUPERSEDED && open >= MOST_EXECUTIONS) {
                throw ConcurrentPipelineExecutionsLimitExceededException.builder()
                        .message("Pipeline " + pipeline.name() + " has " + open + " executions in progress: at most "
                                + MOST_EXECUTIONS + " are allowed")
                        .build();
            }
            Execution execution = execution(trigger, values(declaration, given), Optional.empty());
            flow.begin(execution, 0);
            return execution.id();
        }
    }

    private Execution execution(TriggerType trigger, Map<String, String> variables, Optional<String> rollbackTarget) {
        return new Execution(new Execution.Start(
                call.cloud().ids().uuid(),
                pipeline.declaration(),
                ExecutionTrigger.builder()
                        .triggerType(trigger)
                        .triggerDetail(call.caller().arn())
                        .build(),
                variables,
                rollbackTarget,
                call.now()));
    }

    private static Map<String, String> values(PipelineDeclaration declaration, Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (PipelineVariableDeclaration variable : declaration.variables()) {
            String value = given.getOrDefault(variable.name(), variable.defaultValue());
            if (value == null) {
                throw Refusals.validation("The variable " + variable.name()
                        + " has no default value: a value is needed in the start of the execution");
            }
            values.put(variable.name(), value);
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw Refusals.validation("The variable " + name + " is not declared in the pipeline");
            }
        }
        return values;
    }

    String stop(StopPipelineExecutionRequest request) {
        synchronized (pipeline) {
            Execution execution = find(request.pipelineExecutionId());
            boolean abandon = Boolean.TRUE.equals(request.abandon());
            if (execution.isStopping() && !abandon) {
                throw DuplicatedStopRequestException.builder()
                        .message("The pipeline execution is already in a Stopping state. If you already chose to stop"
                                + " and wait, you cannot make that request again.")
                        .build();
            }
            if (!execution.isOpen()) {
                throw PipelineExecutionNotStoppableException.builder()
                        .message("Unable to stop the pipeline execution. The execution might already be in a Stopped"
                                + " state, or it might no longer be in progress: it is " + execution.status())
                        .build();
            }
            if (request.reason() != null) {
                execution.stopReason(request.reason());
            }
            if (abandon) {
                flow.abandon(execution, PipelineExecutionStatus.STOPPED);
            } else {
                flow.stop(execution);
            }
            return execution.id();
        }
    }

    Execution find(String id) {
        Execution execution = pipeline.executions().get(id);
        if (execution == null) {
            throw PipelineExecutionNotFoundException.builder()
                    .message("Pipeline " + pipeline.name() + " does not have an execution with id '" + id + "'")
                    .build();
        }
        return execution;
    }

    private StageSlot slot(String stage) {
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
            Execution execution = find(request.pipelineExecutionId());
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
            Execution target = find(request.targetPipelineExecutionId());
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
            Execution execution =
                    execution(TriggerType.MANUAL_ROLLBACK, target.start().variables(), Optional.of(target.id()));
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

    void approve(PutApprovalResultRequest request) {
        synchronized (pipeline) {
            StageSlot slot = slot(request.stageName());
            boolean declared = pipeline.declaration().stages().stream()
                    .filter(stage -> stage.name().equals(request.stageName()))
                    .flatMap(stage -> stage.actions().stream())
                    .anyMatch(action -> action.name().equals(request.actionName())
                            && Provider.of(action.actionTypeId()).orElseThrow() == Provider.MANUAL);
            if (!declared) {
                throw ActionNotFoundException.builder()
                        .message("Approval action '" + request.actionName() + "' does not exist in stage '"
                                + request.stageName() + "'")
                        .build();
            }
            answer(Optional.ofNullable(slot.latestRuns().get(request.actionName())), request);
        }
    }

    private void answer(Optional<ActionRun> latest, PutApprovalResultRequest request) {
        ActionRun run = latest.filter(found -> found.token().isPresent() || !found.isRunning())
                .orElseThrow(() -> invalidToken(request));
        if (!run.isRunning()) {
            throw ApprovalAlreadyCompletedException.builder()
                    .message("The approval action has already been approved or rejected.")
                    .build();
        }
        if (!run.token().filter(request.token()::equals).isPresent()) {
            throw invalidToken(request);
        }
        run.updatedBy(call.caller().arn());
        String summary = request.result().summary();
        if (request.result().status() == ApprovalStatus.APPROVED) {
            flow.succeeded(run, new Success(Map.of(), Optional.empty(), Progress.summary(summary)));
        } else {
            flow.progressed(run, Progress.summary(summary));
            flow.failed(run, "JobFailed", "Rejected: " + summary);
        }
    }

    private static InvalidApprovalTokenException invalidToken(PutApprovalResultRequest request) {
        return InvalidApprovalTokenException.builder()
                .message("The approval token of action '" + request.actionName()
                        + "' is not valid: GetPipelineState has" + " the one to be given")
                .build();
    }
}
