package io.mlops.launch;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DriftCheckBaselines;
import software.amazon.awssdk.services.sagemaker.model.MetricsSource;
import software.amazon.awssdk.services.sagemaker.model.ModelMetrics;

/**
 * The files in S3 by which a model package says how good its model is, and what Model Monitor is to compare with later. They
 * lie under {@code <models>/<training job>/package/}, where the training job's own role wrote nothing.
 *
 * @param quality the model's metrics on the validation data
 * @param statistics the training data's statistics
 * @param constraints the training data's constraints
 */
record PackageFiles(
        @Nullable MetricsSource quality,
        @Nullable MetricsSource statistics,
        @Nullable MetricsSource constraints) {
    private static final String JSON = "application/json";

    /**
     * Puts the files.
     *
     * @throws LaunchFailedException if S3 refuses one
     */
    static PackageFiles put(ModelFindings findings, S3Uri to, S3Objects s3) {
        return new PackageFiles(
                put(
                        Optional.of(findings.evaluationFile().getBytes(StandardCharsets.UTF_8))
                                .filter(bytes -> findings.areEvaluated()),
                        to.resolve(TrainingFiles.EVALUATION),
                        s3),
                put(findings.files().get(TrainingFiles.STATISTICS), to.resolve(TrainingFiles.STATISTICS), s3),
                put(findings.files().get(TrainingFiles.CONSTRAINTS), to.resolve(TrainingFiles.CONSTRAINTS), s3));
    }

    private static @Nullable MetricsSource put(Optional<byte[]> bytes, S3Uri to, S3Objects s3) {
        if (bytes.isEmpty()) {
            return null;
        }
        s3.put(to, bytes.get(), JSON);
        return MetricsSource.builder()
                .contentType(JSON)
                .contentDigest("sha256:" + Sha256.of(bytes.get()))
                .s3Uri(to.toString())
                .build();
    }

    /** Gives how good the model is; nothing where nothing is known. */
    Optional<ModelMetrics> metrics() {
        if (isEmpty()) {
            return Optional.empty();
        }
        ModelMetrics.Builder metrics = ModelMetrics.builder();
        if (quality != null) {
            metrics.modelQuality(known -> known.statistics(quality));
        }
        if (statistics != null || constraints != null) {
            metrics.modelDataQuality(data -> data.statistics(statistics).constraints(constraints));
        }
        return Optional.of(metrics.build());
    }

    /** Gives what later data and quality are to be compared with; nothing where nothing is known. */
    Optional<DriftCheckBaselines> baselines() {
        if (isEmpty()) {
            return Optional.empty();
        }
        DriftCheckBaselines.Builder baselines = DriftCheckBaselines.builder();
        if (quality != null) {
            baselines.modelQuality(known -> known.statistics(quality));
        }
        if (statistics != null || constraints != null) {
            baselines.modelDataQuality(data -> data.statistics(statistics).constraints(constraints));
        }
        return Optional.of(baselines.build());
    }

    private boolean isEmpty() {
        return quality == null && statistics == null && constraints == null;
    }
}
