package io.mlops.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.contract.ArtifactFiles;
import io.mlops.training.data.Examples;
import io.mlops.training.evaluation.Metrics;
import io.mlops.training.evaluation.PermutationImportance;
import io.mlops.training.forest.GrownForest;
import io.mlops.training.model.Model;
import io.mlops.training.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Writes what training gives: the model, and beside it and under {@code output/data} what is known of it. */
final class TrainingOutput {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ContainerPaths paths;
    private final Surroundings surroundings;
    private final Provenance provenance;

    TrainingOutput(ContainerPaths paths, Surroundings surroundings, Provenance provenance) {
        this.paths = paths;
        this.surroundings = surroundings;
        this.provenance = provenance;
    }

    void write(
            TrainingData data,
            Model model,
            GrownForest grown,
            Examples validation,
            Metrics metrics,
            Optional<Metrics> outOfBag)
            throws IOException {
        Files.createDirectories(paths.model());
        ModelFile.write(model, paths.model().resolve(ModelFile.NAME));
        both(ArtifactFiles.EVALUATION, EvaluationFile.json(model.labels(), model.threshold(), metrics, outOfBag));
        both("provenance.json", MAPPER.valueToTree(provenance.whole(surroundings.environment())));
        DataStatistics statistics =
                new DataStatistics(data.table(), model.features(), data.split().training());
        both("statistics.json", statistics.statistics());
        both("constraints.json", statistics.constraints());
        if (!surroundings.stop().isRequested()) {
            both("importances.json", importances(model, grown, validation));
        }
    }

    private ObjectNode importances(Model model, GrownForest grown, Examples validation) {
        List<Double> permutation = PermutationImportance.measure(
                model.forest(),
                validation,
                model.threshold(),
                Long.parseLong(model.provenance().getOrDefault("seed", "1")));
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("permutation_metric", metricName(model));
        ArrayNode list = root.putArray("features");
        IntStream.range(0, model.features().size())
                .boxed()
                .sorted(Comparator.comparing(permutation::get, Comparator.reverseOrder()))
                .forEach(at -> list.addObject()
                        .put("name", model.features().get(at).name())
                        .put("permutation", permutation.get(at))
                        .put("impurity", grown.importances().get(at)));
        return root;
    }

    private static String metricName(Model model) {
        return switch (model.labels().task()) {
            case BINARY -> "roc_auc";
            case MULTICLASS -> "accuracy";
            case REGRESSION -> "r2";
        };
    }

    private void both(String name, JsonNode json) throws IOException {
        String text = MAPPER.writeValueAsString(json) + "\n";
        for (Path directory : List.of(paths.outputData(), paths.model())) {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name), text);
        }
    }
}
