package io.mlops.examples.fraud;

import io.mlops.MlopsPipeline;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.ApplyProgress;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.local.LocalAwsBuilder;
import io.mlops.run.AwaitOptions;
import io.mlops.run.ExecutionResult;
import io.mlops.run.PipelineExecution;
import io.mlops.teardown.ResidueReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;

/** One local run: start AWS, plan, apply, upload, execute, ask the endpoint, destroy. */
final class LocalRun {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FAILED = -1;

    private final Scenario scenario;
    private final Path target;
    private final Optional<Path> trainingData;
    private final boolean verbose;
    private final boolean keep;
    private final Optional<Path> record;

    LocalRun(
            Scenario scenario,
            Path target,
            Optional<Path> trainingData,
            boolean verbose,
            boolean keep,
            Optional<Path> record) {
        this.scenario = scenario;
        this.target = target;
        this.trainingData = trainingData;
        this.verbose = verbose;
        this.keep = keep;
        this.record = record;
    }

    int run() {
        RunDirectory directory = RunDirectory.make(
                target,
                LocalDateTime.now(java.time.ZoneId.systemDefault())
                                .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"))
                        + "-" + ProcessHandle.current().pid());
        LocalAws local = start(directory);
        Interruption interruption = Interruption.guard(local, directory);
        int left = FAILED;
        try (Aws aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey())) {
            say("AWS answers at " + local.endpoint() + ", files in " + directory);
            left = use(aws, local, interruption);
        } catch (RuntimeException failure) {
            explain(failure, directory);
        } finally {
            local.close();
        }
        int status = left == FAILED ? fail(local, directory) : Residue.report(left, local, directory);
        interruption.ended();
        return status;
    }

    private LocalAws start(RunDirectory directory) {
        LocalAwsBuilder builder = LocalAws.builder().directory(directory.path()).image(Scenario.IMAGE, trainer());
        record.ifPresent(builder::record);
        return builder.start();
    }

    /** The trainer's command, as its image has it. */
    private List<String> trainer() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxRAMPercentage=25",
                "-jar",
                target.resolve("trainer-image/opt/program/mlops-trainer.jar").toString());
    }

    /** Gives the number of resources that are left. */
    private int use(Aws aws, LocalAws local, Interruption interruption) {
        MlopsPipeline pipeline = scenario.describe();
        say("\n" + pipeline.plan(aws));
        pipeline.apply(aws, progress());
        DataSet.Split split = scenario.split();
        String version = new Uploads(aws, pipeline.names(aws).bucket()).upload(scenario, split, trainingData);
        PipelineExecution execution = pipeline.startedBy(aws, version);
        say("\nthe upload started execution " + execution.id());
        long begun = System.nanoTime();
        AwaitOptions options = execution.options().every(POLL);
        ExecutionResult result =
                execution.await(event -> say(event.toString()), verbose ? options.followingLogs() : options);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        new Answer(aws, scenario).print(split.holdout(), result, took);
        if (keep) {
            serve(local, interruption, () -> destroy(pipeline, aws));
        }
        return destroy(pipeline, aws);
    }

    /** {@code run} knows whether it writes to a terminal. */
    private static ApplyListener progress() {
        return Boolean.getBoolean("mlops.example.terminal")
                ? ApplyProgress.onTerminal(System.out)
                : ApplyProgress.asLines(System.out);
    }

    private static int destroy(MlopsPipeline pipeline, Aws aws) {
        say("\ndestroying");
        ResidueReport report = pipeline.destroy(aws, event -> {});
        say("  " + report.removed().size() + " resources deleted");
        report.kept().forEach(what -> say("  kept by AWS: " + what));
        report.left().forEach(what -> say("  left: " + what));
        return report.left().size();
    }

    /** Serves until Ctrl-C. */
    private void serve(LocalAws local, Interruption interruption, IntSupplier destroy) {
        KeptServing.print(local, scenario);
        interruption.keeping(destroy);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int fail(LocalAws local, RunDirectory directory) {
        System.err.println("logs: " + directory + "/logs (" + local.processes() + " processes left running)");
        return 1;
    }

    private static void explain(RuntimeException failure, RunDirectory directory) {
        System.out.flush();
        System.err.println("\nfailed: " + failure.getMessage());
        if (!(failure instanceof io.mlops.spec.MlopsException)) {
            StackTraces.write(directory.path().resolve("failure.txt"), failure);
        }
    }

    static void say(String text) {
        System.out.println(text);
    }
}
