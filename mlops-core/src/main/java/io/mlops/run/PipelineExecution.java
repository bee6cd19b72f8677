package io.mlops.run;

import io.mlops.apply.Executions;
import io.mlops.apply.Sleeper;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;

/** One execution of a pipeline. */
public final class PipelineExecution {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);

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
     * Looks at an execution that runs or ran.
     *
     * @param aws the account's clients
     * @param clock measures
     * @param sleeper waits
     * @param pipeline the pipeline's name
     * @param id the execution's id
     * @return the execution
     */
    public static PipelineExecution of(AwsClients aws, Clock clock, Sleeper sleeper, String pipeline, String id) {
        return new PipelineExecution(aws, clock, sleeper, pipeline, id);
    }

    /**
     * Waits for the execution that took a revision of a source: the one that its upload or push started.
     *
     * @param aws the account's clients
     * @param clock measures
     * @param sleeper waits
     * @param pipeline the pipeline's name
     * @param revision the object's version id, or the commit's
     * @return the newest execution with it
     * @throws NotStartedException if none took it within two minutes
     */
    public static PipelineExecution startedBy(
            AwsClients aws, Clock clock, Sleeper sleeper, String pipeline, String revision) {
        Executions executions = new Executions(aws, pipeline);
        Waiting waiting = new Waiting(clock, sleeper, aws.pollInterval());
        AtomicReference<String> found = new AtomicReference<>();
        boolean started = waiting.until(STARTS_WITHIN, () -> {
            executions.newest().stream()
                    .filter(execution -> execution.sourceRevisions().stream()
                            .anyMatch(source -> revision.equals(source.revisionId())))
                    .map(PipelineExecutionSummary::pipelineExecutionId)
                    .findFirst()
                    .ifPresent(found::set);
            return found.get() != null;
        });
        String id = found.get();
        if (!started || id == null) {
            throw new NotStartedException(pipeline, revision, STARTS_WITHIN);
        }
        return new PipelineExecution(aws, clock, sleeper, pipeline, id);
    }

    /**
     * Rolls a stage back.
     *
     * @param aws the account's clients
     * @param clock measures
     * @param sleeper waits
     * @param pipeline the pipeline's name
     * @param stage the stage's name as the pipeline has it
     * @param toExecution the execution whose artifacts are taken again
     * @return the new execution
     */
    public static PipelineExecution rolledBack(
            AwsClients aws, Clock clock, Sleeper sleeper, String pipeline, String stage, String toExecution) {
        String id = aws.codePipeline()
                .rollbackStage(request ->
                        request.pipelineName(pipeline).stageName(stage).targetPipelineExecutionId(toExecution))
                .pipelineExecutionId();
        return new PipelineExecution(aws, clock, sleeper, pipeline, id);
    }

    /**
     * Starts an execution. It takes the newest versions of the source, the tools and the settings.
     *
     * @param aws the account's clients
     * @param clock measures
     * @param sleeper waits
     * @param pipeline the pipeline's name
     * @param variables values by name; the others keep their defaults
     * @return the execution
     */
    public static PipelineExecution start(
            AwsClients aws, Clock clock, Sleeper sleeper, String pipeline, Map<String, String> variables) {
        List<PipelineVariable> values = variables.entrySet().stream()
                .map(variable -> PipelineVariable.builder()
                        .name(variable.getKey())
                        .value(variable.getValue())
                        .build())
                .toList();
        String id = aws.codePipeline()
                .startPipelineExecution(request -> request.name(pipeline).variables(values.isEmpty() ? null : values))
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

    /**
     * Stops the execution when the actions that run have ended; one that has ended is no failure.
     *
     * @param reason for people, at most 200 characters
     */
    public void stopAndWait(String reason) {
        new Executions(aws, pipeline).stopGently(id, reason);
    }

    /**
     * Runs a failed stage again, in this execution and with its artifacts.
     *
     * @param stage the stage's name as the pipeline has it, as {@code Train}
     * @param mode which of its actions
     * @throws software.amazon.awssdk.services.codepipeline.model.StageNotRetryableException if it has not failed, or the
     *     pipeline was changed since
     */
    public void retry(String stage, StageRetryMode mode) {
        aws.codePipeline()
                .retryStageExecution(request -> request.pipelineName(pipeline)
                        .pipelineExecutionId(id)
                        .stageName(stage)
                        .retryMode(mode));
    }

    /**
     * Reads what an action of this execution wrote: a build's log, or what the deploy function logged meanwhile.
     *
     * @param stage the stage's name as the pipeline has it
     * @param action the action's name
     * @return lines, the oldest first; empty where the action has not run, or writes no log
     */
    public List<String> logs(String stage, String action) {
        return new Actions(aws, pipeline, id)
                .runs().stream()
                        .filter(run -> run.stage().equals(stage) && run.action().equals(action))
                        .findFirst()
                        .map(run -> new ActionLog(aws).of(run))
                        .orElse(List.of());
    }
}
