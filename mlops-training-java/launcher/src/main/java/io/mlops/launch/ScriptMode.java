package io.mlops.launch;

import com.fasterxml.jackson.databind.node.TextNode;
import io.mlops.contract.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a framework image of the team's script, as the SageMaker Python SDK does ({@code estimator.py}, {@code model.py} in
 * 2.248.2). To train, by hyperparameters: {@code sagemaker-training} loads and runs what {@code sagemaker_submit_directory}
 * names, an S3 URI or, without a network, a file of the channel {@code code}. To serve, by variables: {@code
 * sagemaker-containers}, in scikit-learn's image, takes {@code SAGEMAKER_SUBMIT_DIRECTORY} as an S3 URI, a directory or an
 * archive ({@code _files.py}, {@code download_and_extract}); it gets the directory {@code code} beside the model ({@link
 * ModelRepack}), so that an endpoint needs no network, and what was tested is what is served.
 */
final class ScriptMode {
    /** The channel that brings the script to a container without a network. */
    static final String CODE_CHANNEL = "code";
    /** Where a serving container finds the script beside its model. */
    static final String SERVED_CODE = "/opt/ml/model/code";

    private static final String LOG_LEVEL = "20";

    private final TrainingSettings settings;
    private final PackedScript script;
    private final String region;

    /**
     * Prepares the words.
     *
     * @param settings what to train
     * @param script the packed script
     * @param region where; empty where the environment does not say, and the container's own is taken
     */
    ScriptMode(TrainingSettings settings, PackedScript script, String region) {
        this.settings = settings;
        this.script = script;
        this.region = region;
    }

    /**
     * Gives all hyperparameters, each a JSON text.
     *
     * @throws LaunchFailedException if one is longer than SageMaker takes
     */
    Map<String, String> hyperParameters(String trainingJobName) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("sagemaker_container_log_level", LOG_LEVEL);
        settings.hyperParameters().forEach((key, value) -> all.put(key, ToolkitValue.of(key, value)));
        all.put("sagemaker_program", text(script.entryPoint()));
        all.put(
                "sagemaker_submit_directory",
                text(
                        settings.networkIsolation()
                                ? "/opt/ml/input/data/" + CODE_CHANNEL + "/sourcedir.tar.gz"
                                : script.uri().toString()));
        all.put("sagemaker_job_name", text(trainingJobName));
        if (!region.isEmpty()) {
            all.put("sagemaker_region", text(region));
        }
        return all;
    }

    /** Gives the channel that brings the script, where the container has no network to fetch it by itself. */
    Optional<TrainingSettings.Channel> channel() {
        return settings.networkIsolation()
                ? Optional.of(new TrainingSettings.Channel(
                        CODE_CHANNEL, script.prefix().toString(), "application/gzip", "File", "FullyReplicated"))
                : Optional.empty();
    }

    /** Tells whether the script serves too: another image brings its own code. */
    boolean serves() {
        return settings.serving().image().equals(settings.image());
    }

    /** Gives the serving container's variables; those of the settings go before, as one that names another script. */
    Map<String, String> servingEnvironment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SAGEMAKER_PROGRAM", script.entryPoint());
        environment.put("SAGEMAKER_SUBMIT_DIRECTORY", SERVED_CODE);
        environment.put("SAGEMAKER_CONTAINER_LOG_LEVEL", LOG_LEVEL);
        if (!region.isEmpty()) {
            environment.put("SAGEMAKER_REGION", region);
        }
        environment.putAll(settings.serving().environment());
        return environment;
    }

    private static String text(String value) {
        return TextNode.valueOf(value).toString();
    }
}
