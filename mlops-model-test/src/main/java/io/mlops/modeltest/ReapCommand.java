package io.mlops.modeltest;

import io.mlops.contract.TestSettings;
import io.mlops.modeltest.endpoint.HarnessEnvironment;
import io.mlops.modeltest.endpoint.Reaper;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Deletes what this execution's killed runs left. */
@Command(
        name = "reap",
        description = "Deletes the temporary endpoints, configs and models that this pipeline execution left.")
final class ReapCommand implements Callable<Integer> {
    private final PrintStream out;
    private final Surroundings surroundings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "test.json")
    private Path settings = Path.of("test.json");

    ReapCommand(PrintStream out, Surroundings surroundings) {
        this.out = out;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        return ModelTestCommand.judged(this::reap);
    }

    private int reap() {
        TestSettings test = SettingsFile.read(settings);
        HarnessEnvironment environment = HarnessEnvironment.read(
                surroundings.variables(), surroundings.polling().clock());
        try (SageMakerClient sageMaker = surroundings.sageMaker().get()) {
            Reaper.Harvest harvest = new Reaper(
                            sageMaker, surroundings.polling(), out, test.endpointPrefix(), environment.execution())
                    .reap();
            out.println("left by execution " + environment.execution() + ": " + harvest.found() + " found, "
                    + harvest.deleted() + " deleted");
            return harvest.found() == harvest.deleted() ? ModelTestCommand.PASSED : ModelTestCommand.NOT_JUDGED;
        }
    }
}
