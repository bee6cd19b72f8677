package io.mlops.training;

import io.mlops.contract.EnvironmentNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from: data, hyperparameters, versions.
 *
 * @param ofModel what two trainings on the same data with the same seed have in common: part of the model file
 */
record Provenance(Map<String, String> ofModel) {
    Provenance {
        ofModel = Map.copyOf(ofModel);
    }

    static Provenance of(Hyperparameters hyperparameters, TrainingData data) {
        Map<String, String> known = new TreeMap<>(hyperparameters.provenance());
        known.put("data_sha256", data.digest());
        known.put("rows", Integer.toString(data.table().rows()));
        known.put("training_rows", Integer.toString(data.split().training().length));
        known.put("validation_rows", Integer.toString(data.split().validation().length));
        known.put(
                "categorical_features",
                String.join(
                        ",",
                        hyperparameters.format().categorical().stream().sorted().toList()));
        if (data.table().labels().classes().size() == 2) {
            known.put("positive_rows", Integer.toString(data.table().count(1)));
        }
        return new Provenance(known);
    }

    /** What each tree depends on, in 64 characters: all but how many trees there are and what is done with them. */
    String ofTrees() {
        Map<String, String> known = new TreeMap<>(ofModel);
        known.remove("ntrees");
        known.remove("threshold");
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(known.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** All of it, with what may differ between two trainings: for people, in a file of its own. */
    Map<String, String> whole(Map<String, String> environment) {
        Map<String, String> whole = new TreeMap<>(ofModel);
        whole.put("java_version", System.getProperty("java.version", ""));
        whole.put("java_vendor", System.getProperty("java.vendor", ""));
        whole.put("os", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""));
        String version = Provenance.class.getPackage().getImplementationVersion();
        whole.put("trainer_version", version == null ? "unknown" : version);
        whole.put("training_job_arn", environment.getOrDefault("TRAINING_JOB_ARN", ""));
        whole.put("image_digest", environment.getOrDefault(EnvironmentNames.IMAGE_DIGEST, ""));
        return whole;
    }
}
