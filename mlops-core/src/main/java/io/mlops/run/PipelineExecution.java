package io.mlops.run;

import io.mlops.apply.Executions;
import io.mlops.apply.Sleeper;
import io.mlops.aws.AwsClients;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/** One execution of a pipeline. */
public final class PipelineExecution {
    private final AwsClients aws;
    private final Clock clock;
    private final Sleeper sleeper;
    private final String pipeline;
    private final String id;

    private PipelineExecution(AwsClients aws, Clock clock, Sleeper sleeper, String pipeline, String id) {
        this.aws = aws;
        this.clock = clock;
        this.sleeper = sleeper;
        this.pipeline = pipeline;
        this.id = id;
    }

    /**
     * Starts an execution. It takes the newest versions of the source, the tools and the settings.
     *
     * @param aws the account's clients
     * @param clock measures
     * @param sleeper waits
     * @param pipeline the pipeline's name
     * @return the execution
     */
    public static PipelineExecution start(AwsClients aws, Clock clock, Sleeper sleeper, String pipeline) {
        String id = aws.codePipeline()
                .startPipelineExecution(request -> request.name(pipeline))
                .pipelineExecutionId();
        return new PipelineExecution(aws, clock, sleeper, pipeline, id);
    }

    /**
     * Gives the id.
     *
     * @return the id that CodePipeline gave it
     */
    public String id() {
        return id;
    }

    /**
     * Waits until the execution has ended, without following logs.
     *
     * @param listener hears each change of a stage or action
     * @return what came of it
     * @throws ExecutionFailedException if it did not succeed
     */
    public ExecutionResult await(RunListener listener) {
        return await(listener, options());
    }

    /**
     * Gives the options that {@link #await(RunListener)} uses, to change them.
     *
     * @return the account's interval, no logs
     */
    public AwaitOptions options() {
        return new AwaitOptions(aws.pollInterval(), false);
    }

    /**
     * Waits until the execution has ended.
     *
     * @param listener hears each change of a stage or action, and the builds' lines if asked for
     * @param options how to watch
     * @return what came of it
     * @throws ExecutionFailedException if it did not succeed
     */
    public ExecutionResult await(RunListener listener, AwaitOptions options) {
        Actions actions = new Actions(aws, pipeline, id);
        Watch watch = new Watch(aws, clock, listener, options.followLogs(), actions.countByStage());
        while (true) {
            // The status first: once it is final, the actions read after it are complete.
            var execution = aws.codePipeline()
                    .getPipelineExecution(
                            request -> request.pipelineName(pipeline).pipelineExecutionId(id))
                    .pipelineExecution();
            List<ActionRun> runs = actions.runs();
            watch.report(runs);
            PipelineExecutionStatus status = execution.status();
            if (status == PipelineExecutionStatus.SUCCEEDED) {
                return new ExecutionResult(id, watch.results(runs));
            }
            if (status != PipelineExecutionStatus.IN_PROGRESS && status != PipelineExecutionStatus.STOPPING) {
                throw new FailureExplanation(aws, pipeline, id)
                        .explain(
                                execution.statusAsString(),
                                Optional.ofNullable(execution.statusSummary()).orElse(""),
                                runs);
            }
            sleeper.sleep(options.interval());
        }
    }

    /**
     * Stops the execution at once, abandoning its actions; one that has ended is no failure.
     *
     * @param reason for people, at most 200 characters
     */
    public void stop(String reason) {
        new Executions(aws, pipeline).stop(id, reason);
    }
}
