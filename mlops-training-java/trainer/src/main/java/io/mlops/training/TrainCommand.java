package io.mlops.training;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Examples;
import io.mlops.training.data.Feature;
import io.mlops.training.data.InvalidInputException;
import io.mlops.training.data.Table;
import io.mlops.training.data.Task;
import io.mlops.training.evaluation.Judge;
import io.mlops.training.evaluation.Metrics;
import io.mlops.training.forest.Engine;
import io.mlops.training.forest.ForestGrower;
import io.mlops.training.forest.GrownForest;
import io.mlops.training.forest.GrowthSettings;
import io.mlops.training.forest.OutOfBag;
import io.mlops.training.forest.TreeStore;
import io.mlops.training.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Fits a model: reads the channels, grows a forest, judges it, and writes the model and what is known of it.
 *
 * <p>Told to stop, it begins no further tree and goes on with those that are done: the model is whole, but smaller. Before
 * the first tree there is no model, and the job fails.
 */
final class TrainCommand {
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
        TrainingData data = TrainingData.read(paths, hyperparameters);
        describe(data);
        boolean medians = hyperparameters.engine() == Engine.SMILE;
        List<Feature> features = data.table().describe(data.split().training(), medians);
        Examples training = hyperparameters
                .classWeights()
                .weigh(data.table().examples(data.split().training(), features));
        requireWeight(training);
        GrowthSettings growth = hyperparameters.growth(features.size());
        Provenance provenance = Provenance.of(hyperparameters, data);
        GrownForest grown = grow(hyperparameters, training, growth, provenance);
        Examples validation = data.table().examples(data.split().validation(), features);
        double[][] predictions = Judge.predict(grown.forest(), validation);
        double threshold = data.table().labels().task() == Task.BINARY
                ? hyperparameters.threshold().choose(Judge.first(predictions), validation.targets())
                : Model.THRESHOLD;
        Metrics metrics = Judge.judge(training.labels(), predictions, validation.targets(), threshold);
        progress.metrics("validation", metrics);
        Model model = new Model(features, training.labels(), threshold, grown.forest(), provenance.ofModel());
        Optional<Metrics> outOfBag = outOfBag(grown, training, growth, threshold);
        outOfBag.ifPresent(estimate -> progress.metrics("oob", estimate));
        new TrainingOutput(paths, surroundings, provenance).write(data, model, grown, validation, metrics, outOfBag);
        progress.say("wrote a model of " + model.forest().size() + " trees with "
                + model.forest().nodes() + " nodes");
    }

    private void describe(TrainingData data) {
        Table table = data.table();
        long categorical = table.features().stream()
                .filter(CategoricalFeature.class::isInstance)
                .count();
        String classes = switch (table.labels().task()) {
            case BINARY -> ", " + table.count(1) + " of them positive,";
            case MULTICLASS -> " of " + table.labels().classes().size() + " classes";
            case REGRESSION -> "";
        };
        progress.say("read " + table.rows() + " rows" + classes + " and "
                + table.features().size() + " features, " + categorical + " of them categorical");
        progress.say(
                data.split().training().length + " rows train, " + data.split().validation().length + " validate");
    }

    private static void requireWeight(Examples training) {
        float sum = 0;
        for (float weight : training.weights()) {
            sum += weight;
        }
        if (training.weights().length > 0 && !(sum > 0)) {
            throw new InvalidInputException("hyperparameter weight: every training row weighs 0; some must weigh more");
        }
    }

    private GrownForest grow(
            Hyperparameters hyperparameters, Examples training, GrowthSettings growth, Provenance provenance) {
        Optional<Checkpoints> checkpoints = Files.isDirectory(paths.checkpoints())
                ? Optional.of(new Checkpoints(paths.checkpoints(), provenance.ofTrees(), surroundings.clock()))
                : Optional.empty();
        TreeStore store = checkpoints.map(TreeStore.class::cast).orElse(TreeStore.NONE);
        Optional<GrownForest> grown = new ForestGrower(
                        hyperparameters.engine(), growth, new GrowthProgress(progress, surroundings.stop()), store)
                .grow(training);
        checkpoints.ifPresent(Checkpoints::save);
        return grown.orElseThrow(() -> new InvalidInputException(
                "stopped by SIGTERM before the first tree was done; there is no model; train again, with a"
                        + " longer MaxRuntimeInSeconds if that was the reason"));
    }

    /** Nothing where it was stopped, since time is short then, or where no row of a class was left out by any tree. */
    private Optional<Metrics> outOfBag(GrownForest grown, Examples training, GrowthSettings growth, double threshold) {
        if (surroundings.stop().isRequested()) {
            return Optional.empty();
        }
        OutOfBag left = OutOfBag.of(grown, training, growth);
        int[] rows = left.rows();
        double[] targets = new double[rows.length];
        boolean several = false;
        for (int i = 0; i < rows.length; i++) {
            targets[i] = training.targets()[rows[i]];
            several |= targets[i] != targets[0];
        }
        return several
                ? Optional.of(Judge.judge(training.labels(), left.predictions(), targets, threshold))
                : Optional.empty();
    }
}
