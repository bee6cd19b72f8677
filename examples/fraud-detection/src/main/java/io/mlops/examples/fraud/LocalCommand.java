package io.mlops.examples.fraud;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole pipeline on this machine, without an account. */
@Command(
        name = "local",
        description = "Runs the whole pipeline on this machine, without an AWS account.",
        mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {
    /** What the model is trained on. */
    enum Data {
        /** The recipe's synthetic card transactions. */
        fraud,
        /** Real loan applications. */
        credit
    }

    @Option(names = "--data", defaultValue = "fraud", description = "fraud (default) or credit")
    private Data data = Data.fraud;

    @Option(
            names = "--training-data",
            paramLabel = "FILE",
            description = "trains on this CSV file instead of the data's own training part")
    private @Nullable Path trainingData;

    @Option(
            names = "--min-roc-auc",
            paramLabel = "BOUND",
            description = "the least ROC-AUC with which the model is approved")
    private @Nullable Double minimumRocAuc;

    @Option(names = "--verbose", description = "shows the lines that training and test write")
    private boolean verbose;

    @Option(names = "--keep", description = "leaves the endpoint serving until Ctrl-C")
    private boolean keep;

    @Option(names = "--record", paramLabel = "FILE", description = "writes every AWS call as a JSON line")
    private @Nullable Path record;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (trainingData != null && !Files.isReadable(trainingData)) {
            throw refused("--training-data: got " + trainingData + "; accepted is a CSV file that can be read");
        } else if (minimumRocAuc != null && !(minimumRocAuc >= 0 && minimumRocAuc <= 1)) {
            throw refused("--min-roc-auc: got " + minimumRocAuc + "; accepted is a number from 0 to 1");
        }
        Scenario scenario = data == Data.credit ? Scenario.credit() : Scenario.fraud();
        if (minimumRocAuc != null) {
            scenario = scenario.withMinimumRocAuc(minimumRocAuc);
        }
        Path target =
                Path.of(System.getProperty("mlops.example.target", "target")).toAbsolutePath();
        return new LocalRun(
                        scenario, target, Optional.ofNullable(trainingData), verbose, keep, Optional.ofNullable(record))
                .run();
    }

    private ParameterException refused(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
