package io.mlops.apply;

import io.mlops.aws.AwsClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.DuplicatedStopRequestException;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotStoppableException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;

/** A pipeline's executions. */
public final class Executions {
    private static final Set<PipelineExecutionStatus> RUNNING =
            Set.of(PipelineExecutionStatus.IN_PROGRESS, PipelineExecutionStatus.STOPPING);
    /** StopPipelineExecution takes a reason of at most 200 characters. */
    private static final int LONGEST_REASON = 200;

    private final AwsClients aws;
    private final String pipeline;

    /**
     * Looks at one pipeline.
     *
     * @param aws the account's clients
     * @param pipeline its name
     */
    public Executions(AwsClients aws, String pipeline) {
        this.aws = aws;
        this.pipeline = pipeline;
    }

    /**
     * Lists the newest executions, in one call: a pipeline of some age has thousands.
     *
     * @return up to 100, the newest first; empty where there is no such pipeline
     */
    public List<PipelineExecutionSummary> newest() {
        return Missing.orValue(() -> aws.codePipeline()
                        .listPipelineExecutions(request -> request.pipelineName(pipeline))
                        .pipelineExecutionSummaries())
                .orElse(List.of());
    }

    /**
     * Lists the executions.
     *
     * @return the newest first; empty where there is no such pipeline
     */
    public List<PipelineExecutionSummary> all() {
        List<PipelineExecutionSummary> executions = new ArrayList<>();
        Missing.tolerated(() -> {
            ListPipelineExecutionsResponse page =
                    aws.codePipeline().listPipelineExecutions(request -> request.pipelineName(pipeline));
            executions.addAll(page.pipelineExecutionSummaries());
            while (page.nextToken() != null) {
                String token = page.nextToken();
                page = aws.codePipeline()
                        .listPipelineExecutions(
                                request -> request.pipelineName(pipeline).nextToken(token));
                executions.addAll(page.pipelineExecutionSummaries());
            }
        });
        return executions;
    }

    /**
     * Lists the executions that run or are being stopped.
     *
     * @return their ids
     */
    public List<String> running() {
        return all().stream()
                .filter(execution -> RUNNING.contains(execution.status()))
                .map(PipelineExecutionSummary::pipelineExecutionId)
                .toList();
    }

    /**
     * Tells whether an execution has ended.
     *
     * @param id its id
     * @return whether it does not run any more
     */
    public boolean isOver(String id) {
        return !running().contains(id);
    }

    /**
     * Stops an execution at once, abandoning its actions; one that has ended is no failure.
     *
     * @param id its id
     * @param reason for people, at most 200 characters
     */
    public void stop(String id, String reason) {
        stop(id, reason, true);
    }

    /**
     * Stops an execution when the actions that run have ended; one that has ended is no failure.
     *
     * @param id its id
     * @param reason for people, at most 200 characters
     */
    public void stopGently(String id, String reason) {
        stop(id, reason, false);
    }

    private void stop(String id, String reason, boolean abandon) {
        String cut = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
        try {
            aws.codePipeline()
                    .stopPipelineExecution(request -> request.pipelineName(pipeline)
                            .pipelineExecutionId(id)
                            .abandon(abandon)
                            .reason(cut));
        } catch (PipelineExecutionNotStoppableException | DuplicatedStopRequestException e) {
            // It has ended, or somebody else stops it.
        }
    }
}
