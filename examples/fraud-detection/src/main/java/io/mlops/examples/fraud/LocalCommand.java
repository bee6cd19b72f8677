package io.mlops.examples.fraud;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole pipeline on this machine, without an account. */
@Command(
        name = "local",
        description = "Runs the whole pipeline on this machine, without an AWS account.",
        mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Option(names = "--keep", description = "leaves the endpoint serving until Ctrl-C")
    private boolean keep;

    @Option(names = "--record", paramLabel = "FILE", description = "writes every AWS call as a JSON line")
    private @Nullable Path record;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Scenario scenario = options.scenario(Objects.requireNonNull(spec).commandLine());
        Path target =
                Path.of(System.getProperty("mlops.example.target", "target")).toAbsolutePath();
        return new LocalRun(scenario, target, options.run(Optional.of(POLL)), keep, Optional.ofNullable(record)).run();
    }
}
