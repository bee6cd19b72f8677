package io.mlops.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.ContractJson;
import io.mlops.contract.Evaluation;
import io.mlops.contract.InvalidContractException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.MetricData;

/**
 * What is known of a trained model: by its container's own files, else by the metrics that SageMaker found in its log.
 *
 * @param evaluation the metrics
 * @param evaluationFile the text of {@code evaluation.json}
 * @param files the container's files
 */
record ModelFindings(Evaluation evaluation, String evaluationFile, TrainingFiles files) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ModelFindings of(List<MetricData> metrics, TrainingFiles files) {
        Optional<String> written = files.get(TrainingFiles.EVALUATION).map(ModelFindings::text);
        Optional<Evaluation> own = written.flatMap(ModelFindings::evaluation);
        Evaluation logged = FinalMetrics.evaluation(metrics);
        if (written.isPresent() && own.isPresent()) {
            boolean tells = !own.get().binaryClassificationMetrics().isEmpty();
            return new ModelFindings(tells ? own.get() : logged, written.get(), files);
        }
        return new ModelFindings(logged, ContractJson.write(logged), files);
    }

    /** Tells whether the evaluation says anything, be it the container's own file of another task than two classes. */
    boolean areEvaluated() {
        return !evaluation.binaryClassificationMetrics().isEmpty()
                || files.get(TrainingFiles.EVALUATION).isPresent();
    }

    /** Looks up what the container says of the model's origin; empty where it says nothing. */
    Optional<String> provenance(String name) {
        return files.get(TrainingFiles.PROVENANCE)
                .map(ModelFindings::json)
                .map(json -> json.path(name).asText(""))
                .filter(value -> !value.isBlank());
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            // A container's own file, in no form that is known here: it says nothing.
            return JSON.missingNode();
        }
    }

    private static Optional<Evaluation> evaluation(String text) {
        try {
            return Optional.of(ContractJson.read(Evaluation.class, ArtifactFiles.EVALUATION, text));
        } catch (InvalidContractException e) {
            return Optional.empty();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
