package io.mlops.examples.fraud;

import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.local.LocalAwsBuilder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;

/** One local run: start AWS, plan, apply, upload, execute, ask the endpoint, destroy. */
final class LocalRun {
    private static final int FAILED = -1;

    private final Scenario scenario;
    private final Path target;
    private final PipelineRun.Options options;
    private final boolean keep;
    private final Optional<Path> record;

    LocalRun(Scenario scenario, Path target, PipelineRun.Options options, boolean keep, Optional<Path> record) {
        this.scenario = scenario;
        this.target = target;
        this.options = options;
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
        PipelineRun run = new PipelineRun(aws, scenario, Scenario.IMAGE, options);
        run.plan();
        run.execute();
        if (keep) {
            serve(local, interruption, run::destroy);
        }
        return run.destroy();
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
