package io.mlops.apply;

import io.mlops.aws.AwsClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

/**
 * The execution that AWS starts when it creates a pipeline (CodePipeline user guide, create a pipeline): before there is
 * anything to train on. Every apply stops it, so that one that was cut off between the creation and the stop leaves none.
 */
public final class FirstExecution {
    private static final Duration APPEARS = Duration.ofSeconds(10);
    private static final Duration ENDS = Duration.ofMinutes(2);

    private final Executions executions;
    private final String resource;
    private final Waiting waiting;
    private final ApplyListener listener;

    /**
     * Looks at one pipeline.
     *
     * @param aws the account's clients
     * @param pipeline its name
     * @param waiting how to wait
     * @param listener hears of it
     */
    public FirstExecution(AwsClients aws, String pipeline, Waiting waiting, ApplyListener listener) {
        this.executions = new Executions(aws, pipeline);
        this.resource = "pipeline " + pipeline;
        this.waiting = waiting;
        this.listener = listener;
    }

    /** Waits until it appears, and stops it. */
    void stopNew() {
        List<PipelineExecutionSummary> found = new ArrayList<>();
        waiting.until(APPEARS, () -> {
            find().ifPresent(found::add);
            return !found.isEmpty();
        });
        found.forEach(this::stop);
    }

    /** Stops it where it still runs. */
    public void stopLeft() {
        find().filter(execution -> execution.status() == PipelineExecutionStatus.IN_PROGRESS)
                .ifPresent(this::stop);
    }

    private void stop(PipelineExecutionSummary execution) {
        listener.on(new ApplyEvent.Waiting(resource, "stopping the execution that its creation started"));
        executions.stop(execution.pipelineExecutionId(), "started by creating the pipeline, before there is data");
        waiting.until(ENDS, () -> executions.isOver(execution.pipelineExecutionId()));
    }

    private Optional<PipelineExecutionSummary> find() {
        return executions.newest().stream()
                .filter(execution ->
                        execution.trigger() != null && execution.trigger().triggerType() == TriggerType.CREATE_PIPELINE)
                .findFirst();
    }
}
