package io.mlops.modeltest;

import io.mlops.contract.TestSettings;
import io.mlops.modeltest.endpoint.HarnessEnvironment;
import io.mlops.modeltest.endpoint.Polling;
import io.mlops.modeltest.endpoint.Reaper;
import io.mlops.modeltest.endpoint.Sleeper;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Deletes what this execution's killed runs left. */
@Command(
        name = "reap",
        description = "Deletes the temporary endpoints, configs and models that this pipeline execution left.")
final class ReapCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "test.json")
    private Path settings = Path.of("test.json");

    ReapCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        TestSettings test = SettingsFile.read(settings);
        HarnessEnvironment environment = HarnessEnvironment.read(System.getenv(), Clock.systemUTC());
        try (SageMakerClient sageMaker = SageMakerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            Reaper.Harvest harvest = new Reaper(
                            sageMaker,
                            new Polling(Clock.systemUTC(), Sleeper.system()),
                            out,
                            test.endpointPrefix(),
                            environment.execution())
                    .reap();
            out.println("left by execution " + environment.execution() + ": " + harvest.found() + " found, "
                    + harvest.deleted() + " deleted");
            return harvest.found() == harvest.deleted() ? ModelTestCommand.PASSED : ModelTestCommand.NOT_JUDGED;
        }
    }
}
