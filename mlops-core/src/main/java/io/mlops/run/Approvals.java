package io.mlops.run;

import io.mlops.aws.AwsClients;
import io.mlops.spec.MlopsException;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;

/** Answers approvals. */
public final class Approvals {
    /** PutApprovalResult takes a summary of at most 512 characters. */
    private static final int LONGEST_SUMMARY = 512;

    private final AwsClients aws;
    private final String pipeline;

    /**
     * Answers those of one pipeline.
     *
     * @param aws the account's clients
     * @param pipeline its name
     */
    public Approvals(AwsClients aws, String pipeline) {
        this.aws = aws;
        this.pipeline = pipeline;
    }

    /**
     * Approves what waits in a stage.
     *
     * @param stage the stage's name as the pipeline has it
     * @param action its action's name
     * @param summary why, at most 512 characters; what is longer is cut
     * @throws NoApprovalException if nothing waits there
     */
    public void approve(String stage, String action, String summary) {
        answer(stage, action, ApprovalStatus.APPROVED, summary);
    }

    /**
     * Rejects what waits in a stage, which fails it.
     *
     * @param stage the stage's name as the pipeline has it
     * @param action its action's name
     * @param summary why, at most 512 characters; what is longer is cut
     * @throws NoApprovalException if nothing waits there
     */
    public void reject(String stage, String action, String summary) {
        answer(stage, action, ApprovalStatus.REJECTED, summary);
    }

    private void answer(String stage, String action, ApprovalStatus status, String summary) {
        String token = aws.codePipeline().getPipelineState(request -> request.name(pipeline)).stageStates().stream()
                .filter(state -> state.stageName().equals(stage))
                .flatMap(state -> state.actionStates().stream())
                .filter(state -> state.actionName().equals(action))
                .map(ActionState::latestExecution)
                .filter(latest -> latest != null && latest.token() != null)
                .map(latest -> latest.token())
                .findFirst()
                .orElseThrow(() -> new NoApprovalException(pipeline, stage));
        String cut = summary.length() <= LONGEST_SUMMARY ? summary : summary.substring(0, LONGEST_SUMMARY);
        aws.codePipeline()
                .putApprovalResult(request -> request.pipelineName(pipeline)
                        .stageName(stage)
                        .actionName(action)
                        .token(token)
                        .result(result -> result.status(status).summary(cut)));
    }

    /** Says that nobody is waited for. */
    public static final class NoApprovalException extends MlopsException {
        private static final long serialVersionUID = 1L;

        NoApprovalException(String pipeline, String stage) {
            super("pipeline " + pipeline + ": no approval waits in stage " + stage + "; see status()", null);
        }
    }
}
