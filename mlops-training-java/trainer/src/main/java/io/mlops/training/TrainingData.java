package io.mlops.training;

import io.mlops.training.data.ChannelFiles;
import io.mlops.training.data.InvalidInputException;
import io.mlops.training.data.StratifiedSplit;
import io.mlops.training.data.Table;
import io.mlops.training.data.TableReader;
import io.mlops.training.data.Task;
import java.io.IOException;
import java.util.Arrays;

/**
 * The rows of all channels, and which of them validate: those of the channel {@value #VALIDATION}, or where there is none, a
 * part of the channel {@value #TRAINING}.
 *
 * @param table the rows
 * @param split which train and which validate
 * @param digest the SHA-256 of what was read
 */
record TrainingData(Table table, StratifiedSplit split, String digest) {
    static final String TRAINING = "training";
    static final String VALIDATION = "validation";

    static TrainingData read(ContainerPaths paths, Hyperparameters hyperparameters) throws IOException {
        TableReader reader = new TableReader(hyperparameters.format());
        int trainingRows = reader.read(paths.channel(TRAINING));
        boolean channel = ChannelFiles.isPresent(paths.channel(VALIDATION));
        if (channel) {
            reader.read(paths.channel(VALIDATION));
        }
        Table table = reader.table();
        StratifiedSplit split = channel
                ? StratifiedSplit.at(table.rows(), trainingRows)
                : StratifiedSplit.of(table, hyperparameters.validationFraction(), hyperparameters.seed());
        if (channel) {
            requireClasses(table, split.training(), TRAINING);
            requireClasses(table, split.validation(), VALIDATION);
        }
        return new TrainingData(table, split, reader.digest());
    }

    private static void requireClasses(Table table, int[] rows, String channel) {
        long classes = Arrays.stream(rows).mapToDouble(table::target).distinct().count();
        if (rows.length == 0 || (table.labels().task() == Task.BINARY && classes < 2)) {
            throw new InvalidInputException("channel " + channel + ": " + rows.length + " rows of " + classes
                    + " classes; two classes are needed, to train and to validate");
        }
    }
}
