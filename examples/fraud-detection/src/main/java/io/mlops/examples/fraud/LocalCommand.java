package io.mlops.examples.fraud;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    @Override
    public Integer call() {
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
}
