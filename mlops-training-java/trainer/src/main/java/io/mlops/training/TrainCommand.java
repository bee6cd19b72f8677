package io.mlops.training;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.ContractJson;
import io.mlops.contract.Evaluation;
import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Examples;
import io.mlops.training.data.Feature;
import io.mlops.training.data.InvalidInputException;
import io.mlops.training.data.StratifiedSplit;
import io.mlops.training.data.Table;
import io.mlops.training.data.TableReader;
import io.mlops.training.evaluation.BinaryEvaluator;
import io.mlops.training.evaluation.BinaryMetrics;
import io.mlops.training.forest.ForestGrower;
import io.mlops.training.forest.GrowthListener;
import io.mlops.training.model.FlatForest;
import io.mlops.training.model.Model;
import io.mlops.training.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fits a model: reads the channel {@value #CHANNEL}, keeps a stratified part of the rows to validate on, grows a forest,
 * judges it, and writes the model.
 *
 * <p>Told to stop, it begins no further tree and goes on with those that are done: the model is whole, but smaller. Before
 * the first tree there is no model, and the job fails.
 */
final class TrainCommand {
    private static final String CHANNEL = "training";

    private final ContainerPaths paths;
    private final Surroundings surroundings;
    private final Progress progress;

    TrainCommand(ContainerPaths paths, Surroundings surroundings) {
        this.paths = paths;
        this.surroundings = surroundings;
        this.progress = new Progress(surroundings);
    }

    void run() throws IOException {
        Hyperparameters hyperparameters = HyperparametersReader.read(
                paths.hyperparameters(), Runtime.getRuntime().availableProcessors());
        Table table = new TableReader(
                        hyperparameters.label(), hyperparameters.positive(), hyperparameters.categoricalFeatures())
                .read(paths.channel(CHANNEL));
        StratifiedSplit split = StratifiedSplit.of(table, hyperparameters.validationFraction(), hyperparameters.seed());
        describe(table, split);
        Model model = fit(hyperparameters, table, split);
        BinaryMetrics metrics = judge(model, table, split);
        progress.metrics(metrics);
        write(model, metrics);
        progress.say("wrote a model of " + model.forest().size() + " trees with "
                + model.forest().nodes() + " nodes");
    }

    private void describe(Table table, StratifiedSplit split) {
        long categorical = table.features().stream()
                .filter(CategoricalFeature.class::isInstance)
                .count();
        progress.say("read " + table.rows() + " rows, " + table.positives() + " of them positive, and "
                + table.features().size() + " features, " + categorical + " of them categorical");
        progress.say(split.training().length + " rows train, " + split.validation().length + " validate");
    }

    private Model fit(Hyperparameters hyperparameters, Table table, StratifiedSplit split) {
        List<Feature> features = table.featuresWithMediansOf(split.training());
        Examples examples = table.examples(split.training(), features);
        FlatForest forest = new ForestGrower(hyperparameters.growth(features.size()), listener())
                .grow(examples)
                .orElseThrow(() -> new InvalidInputException(
                        "stopped by SIGTERM before the first tree was done; there is no model; train again, with a"
                                + " longer MaxRuntimeInSeconds if that was the reason"));
        Map<String, String> provenance = new TreeMap<>(hyperparameters.provenance());
        provenance.put("engine", "smile");
        provenance.put("rows", Integer.toString(table.rows()));
        provenance.put("positive_rows", Integer.toString(table.positives()));
        return new Model(features, table.labels(), forest, provenance);
    }

    private GrowthListener listener() {
        return new GrowthListener() {
            @Override
            public void grown(int done, int wanted) {
                if (done % 10 == 0 || done == wanted) {
                    progress.say("grew " + done + " of " + wanted + " trees");
                }
            }

            @Override
            public boolean isStopped() {
                return surroundings.stop().isRequested();
            }
        };
    }

    private static BinaryMetrics judge(Model model, Table table, StratifiedSplit split) {
        Examples examples = table.examples(split.validation(), model.features());
        double[] scores = new double[examples.rows()];
        double[] row = new double[examples.features()];
        for (int i = 0; i < scores.length; i++) {
            examples.copyRow(i, row);
            scores[i] = model.forest().score(row);
        }
        return BinaryEvaluator.evaluate(scores, examples.positive(), Model.THRESHOLD);
    }

    private void write(Model model, BinaryMetrics metrics) throws IOException {
        String evaluation = ContractJson.write(evaluation(metrics));
        for (Path directory : List.of(paths.outputData(), paths.model())) {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(ArtifactFiles.EVALUATION), evaluation);
        }
        ModelFile.write(model, paths.model().resolve(ModelFile.NAME));
    }

    private static Evaluation evaluation(BinaryMetrics metrics) {
        Map<String, Evaluation.Metric> byName = new TreeMap<>();
        byName.put("auc", metric(metrics.rocAuc()));
        byName.put("average_precision", metric(metrics.averagePrecision()));
        byName.put("log_loss", metric(metrics.logLoss()));
        byName.put("accuracy", metric(metrics.accuracy()));
        return new Evaluation(Evaluation.SCHEMA, byName);
    }

    private static Evaluation.Metric metric(double value) {
        return new Evaluation.Metric(value, "NaN");
    }
}
