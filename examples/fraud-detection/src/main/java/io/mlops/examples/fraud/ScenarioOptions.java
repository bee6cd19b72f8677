package io.mlops.examples.fraud;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is trained and shown: the options that every kind of run has. */
final class ScenarioOptions {
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

    Scenario scenario(CommandLine command) {
        if (trainingData != null && !Files.isReadable(trainingData)) {
            throw new ParameterException(
                    command, "--training-data: got " + trainingData + "; accepted is a CSV file that can be read");
        } else if (minimumRocAuc != null && !(minimumRocAuc >= 0 && minimumRocAuc <= 1)) {
            throw new ParameterException(
                    command, "--min-roc-auc: got " + minimumRocAuc + "; accepted is a number from 0 to 1");
        }
        Scenario scenario = data == Data.credit ? Scenario.credit() : Scenario.fraud();
        return minimumRocAuc == null ? scenario : scenario.withMinimumRocAuc(minimumRocAuc);
    }

    PipelineRun.Options run(Optional<Duration> poll) {
        return new PipelineRun.Options(Optional.ofNullable(trainingData), verbose, poll);
    }
}
