package io.mlops.examples.fraud;

import io.mlops.aws.Aws;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/** Puts the training data and the source zip where the pipeline looks for them. */
final class Uploads {
    private final Aws aws;
    private final String bucket;

    Uploads(Aws aws, String bucket) {
        this.aws = aws;
        this.bucket = bucket;
    }

    /** Uploads data, then source: the source's new version starts the pipeline. Gives that version's id. */
    String upload(Scenario scenario, DataSet.Split split, Optional<Path> trainingData) {
        if (trainingData.isPresent()) {
            put(Scenario.TRAINING_PREFIX + "training.csv", RequestBody.fromFile(trainingData.get()));
            LocalRun.say("\nuploaded " + trainingData.get() + " as the training data");
        } else {
            put(
                    Scenario.TRAINING_PREFIX + "training.csv",
                    RequestBody.fromString(split.training().csv()));
            LocalRun.say("\nuploaded the training data: " + described(split.training()));
        }
        String version =
                put(Scenario.SOURCE_KEY, RequestBody.fromBytes(SourceZip.of(split.holdout(), scenario.minimums())));
        LocalRun.say("uploaded the source zip: test suite and holdout of " + described(split.holdout()));
        return version;
    }

    private String put(String key, RequestBody body) {
        return aws.s3().putObject(r -> r.bucket(bucket).key(key), body).versionId();
    }

    private static String described(DataSet data) {
        long positives = data.rows().stream().filter(data::isPositive).count();
        return String.format(
                java.util.Locale.ROOT,
                "%,d rows, %,d of them %s=%s",
                data.rows().size(),
                positives,
                data.label(),
                data.positive());
    }
}
