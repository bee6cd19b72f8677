package io.mlops.local.codepipeline;

import io.mlops.local.account.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecution;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineRollbackMetadata;
import software.amazon.awssdk.services.codepipeline.model.ResolvedPipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.RetryStageMetadata;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecution;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.codepipeline.model.StopExecutionTrigger;

/** Pipelines, executions and actions as AWS's answers show them. To be called under the pipeline's monitor. */
final class Descriptions {
    private Descriptions() {}

    static GetPipelineStateResponse state(Pipeline pipeline) {
        return GetPipelineStateResponse.builder()
                .pipelineName(pipeline.name())
                .pipelineVersion(pipeline.declaration().version())
                .stageStates(pipeline.declaration().stages().stream()
                        .map(stage -> stage(stage, pipeline.slot(stage.name())))
                        .toList())
                .created(pipeline.metadata().created())
                .updated(pipeline.metadata().updated())
                .build();
    }

    private static StageState stage(StageDeclaration stage, StageSlot slot) {
        List<StageExecution> inbound = slot.inbound().stream()
                .map(waiting -> StageExecution.builder()
                        .pipelineExecutionId(waiting.id())
                        .status(StageExecutionStatus.IN_PROGRESS)
                        .type(waiting.type())
                        .build())
                .toList();
        return StageState.builder()
                .stageName(stage.name())
                .inboundExecution(inbound.isEmpty() ? null : inbound.get(inbound.size() - 1))
                .inboundExecutions(inbound)
                .inboundTransitionState(slot.transition())
                .actionStates(stage.actions().stream()
                        .map(action -> action(
                                action, Optional.ofNullable(slot.latestRuns().get(action.name()))))
                        .toList())
                .retryStageMetadata(slot.latest()
                        .map(StageRun::retries)
                        .map(Descriptions::retries)
                        .orElse(null))
                .latestExecution(slot.latest()
                        .map(run -> StageExecution.builder()
                                .pipelineExecutionId(run.execution().id())
                                .status(run.status())
                                .type(run.execution().type())
                                .build())
                        .orElse(null))
                .build();
    }

    private static @Nullable RetryStageMetadata retries(StageRun.Retries retries) {
        return retries.latest()
                .map(latest -> RetryStageMetadata.builder()
                        .autoStageRetryAttempt(retries.automatic() == 0 ? null : retries.automatic())
                        .manualStageRetryAttempt(retries.manual() == 0 ? null : retries.manual())
                        .latestRetryTrigger(latest)
                        .build())
                .orElse(null);
    }

    private static ActionState action(ActionDeclaration action, Optional<ActionRun> latest) {
        ActionState.Builder state = ActionState.builder().actionName(action.name());
        latest.ifPresent(run -> state.currentRevision(run.revision().orElse(null))
                .revisionUrl(
                        run.revision().isPresent()
                                ? run.progress().externalUrl().orElse(null)
                                : null)
                .latestExecution(ActionExecution.builder()
                        .actionExecutionId(run.id())
                        .status(run.status())
                        .summary(run.progress().summary().orElse(null))
                        .lastStatusChange(run.updated())
                        .token(run.token().orElse(null))
                        .lastUpdatedBy(run.updatedBy().orElse(null))
                        .externalExecutionId(run.progress().externalId().orElse(null))
                        .externalExecutionUrl(run.progress().externalUrl().orElse(null))
                        .percentComplete(run.progress().percentComplete().orElse(null))
                        .errorDetails(run.error().orElse(null))
                        .build()));
        return state.build();
    }

    static PipelineExecution execution(Pipeline pipeline, Execution execution) {
        return PipelineExecution.builder()
                .pipelineName(pipeline.name())
                .pipelineVersion(execution.declaration().version())
                .pipelineExecutionId(execution.id())
                .status(execution.status())
                .artifactRevisions(execution.artifactRevisions().values())
                .variables(execution.start().variables().entrySet().stream()
                        .map(variable -> ResolvedPipelineVariable.builder()
                                .name(variable.getKey())
                                .resolvedValue(variable.getValue())
                                .build())
                        .toList())
                .trigger(execution.start().trigger())
                .executionMode(execution.mode())
                .executionType(execution.type())
                .rollbackMetadata(rollback(execution).orElse(null))
                .build();
    }

    private static Optional<PipelineRollbackMetadata> rollback(Execution execution) {
        return execution
                .start()
                .rollbackTarget()
                .map(target -> PipelineRollbackMetadata.builder()
                        .rollbackTargetPipelineExecutionId(target)
                        .build());
    }

    static PipelineExecutionSummary summary(Execution execution) {
        return PipelineExecutionSummary.builder()
                .pipelineExecutionId(execution.id())
                .status(execution.status())
                .startTime(execution.start().started())
                .lastUpdateTime(execution.updated())
                .sourceRevisions(execution.sourceRevisions().values())
                .trigger(execution.start().trigger())
                .stopTrigger(execution
                        .stopReason()
                        .map(reason ->
                                StopExecutionTrigger.builder().reason(reason).build())
                        .orElse(null))
                .executionMode(execution.mode())
                .executionType(execution.type())
                .rollbackMetadata(rollback(execution).orElse(null))
                .build();
    }

    static ActionExecutionDetail detail(Scope scope, ActionRun run) {
        ActionDeclaration action = run.action();
        return ActionExecutionDetail.builder()
                .pipelineExecutionId(run.execution().id())
                .actionExecutionId(run.id())
                .pipelineVersion(run.execution().declaration().version())
                .stageName(run.stage())
                .actionName(action.name())
                .startTime(run.started())
                .lastUpdateTime(run.updated())
                .updatedBy(run.updatedBy().orElse(null))
                .status(run.status())
                .input(input -> input.actionTypeId(action.actionTypeId())
                        .configuration(action.configuration())
                        .resolvedConfiguration(run.configuration())
                        .roleArn(action.roleArn())
                        .region(scope.region())
                        .inputArtifacts(
                                run.inputs().stream().map(ArtifactPlace::detail).toList())
                        .namespace(action.namespace()))
                .output(output -> output.outputArtifacts(run.outputs().stream()
                                .map(ArtifactPlace::detail)
                                .toList())
                        .executionResult(result -> result.externalExecutionId(
                                        run.progress().externalId().orElse(null))
                                .externalExecutionSummary(
                                        run.progress().summary().orElse(null))
                                .externalExecutionUrl(
                                        run.progress().externalUrl().orElse(null))
                                .errorDetails(run.error().orElse(null)))
                        .outputVariables(run.outputVariables()))
                .build();
    }
}
