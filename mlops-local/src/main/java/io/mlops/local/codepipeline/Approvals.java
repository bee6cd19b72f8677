package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
import io.mlops.local.codepipeline.ActionRun.Progress;
import io.mlops.local.codepipeline.ActionRun.Success;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalAlreadyCompletedException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;

/** Takes people's decisions. */
final class Approvals {
    private final Call call;
    private final Pipeline pipeline;
    private final Flow flow;

    Approvals(Call call, Pipeline pipeline) {
        this.call = call;
        this.pipeline = pipeline;
        this.flow = new Flow(call.cloud(), call.scope(), pipeline);
    }

    void approve(PutApprovalResultRequest request) {
        synchronized (pipeline) {
            StageSlot slot = new StageOperations(call, pipeline).slot(request.stageName());
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
