package io.mlops.examples.fraud;

import io.mlops.MlopsPipeline;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.ApplyProgress;
import io.mlops.aws.Aws;
import io.mlops.run.AwaitOptions;
import io.mlops.run.ExecutionResult;
import io.mlops.run.PipelineExecution;
import io.mlops.spec.Names;
import io.mlops.teardown.ResidueReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a run does in an account, be it real or local: plan, apply, upload, execute, ask the endpoint, destroy. */
final class PipelineRun {
    private final Aws aws;
    private final Scenario scenario;
    private final MlopsPipeline pipeline;
    private final Options options;

    /**
     * How a run is done.
     *
     * @param trainingData a CSV file in place of the scenario's own training part
     * @param verbose shows the lines that training and test write
     * @param poll between two looks at the execution; empty for the library's own
     */
    record Options(Optional<Path> trainingData, boolean verbose, Optional<Duration> poll) {}

    PipelineRun(Aws aws, Scenario scenario, String image, Options options) {
        this.aws = aws;
        this.scenario = scenario;
        this.pipeline = scenario.describe(image);
        this.options = options;
    }

    Names names() {
        return pipeline.names(aws);
    }

    void plan() {
        LocalRun.say("\n" + pipeline.plan(aws));
    }

    void execute() {
        pipeline.apply(aws, progress());
        DataSet.Split split = scenario.split();
        String version = new Uploads(aws, pipeline.names(aws).bucket()).upload(scenario, split, options.trainingData());
        PipelineExecution execution = pipeline.startedBy(aws, version);
        LocalRun.say("\nthe upload started execution " + execution.id());
        long begun = System.nanoTime();
        AwaitOptions await = options.poll().map(execution.options()::every).orElseGet(execution::options);
        ExecutionResult result = execution.await(
                event -> LocalRun.say(event.toString()), options.verbose() ? await.followingLogs() : await);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        new Answer(aws, scenario).print(split.holdout(), result, took);
    }

    /** {@code run} knows whether it writes to a terminal. */
    private static ApplyListener progress() {
        return Boolean.getBoolean("mlops.example.terminal")
                ? ApplyProgress.onTerminal(System.out)
                : ApplyProgress.asLines(System.out);
    }

    /** Gives the number of resources that are left. */
    int destroy() {
        LocalRun.say("\ndestroying");
        ResidueReport report = pipeline.destroy(aws, event -> {});
        LocalRun.say("  " + report.removed().size() + " resources deleted");
        report.kept().forEach(what -> LocalRun.say("  kept by AWS: " + what));
        report.left().forEach(what -> LocalRun.say("  left: " + what));
        return report.left().size();
    }
}
