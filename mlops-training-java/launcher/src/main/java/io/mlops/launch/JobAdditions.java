package io.mlops.launch;

import io.mlops.contract.EnvironmentNames;
import io.mlops.contract.TrainingSettings;
import java.util.List;
import java.util.Map;

/**
 * What one run adds to the settings of its training job.
 *
 * @param hyperParameters all hyperparameters, in place of the settings' own
 * @param channels further channels
 * @param environment further variables of the container
 */
record JobAdditions(
        Map<String, String> hyperParameters, List<TrainingSettings.Channel> channels, Map<String, String> environment) {
    private static final int MOST_CHANNELS = 20;

    /**
     * Says what is added to a training job by the settings' script and the image's digest, where there are any.
     *
     * @throws LaunchFailedException if SageMaker would not take it
     */
    static JobAdditions of(TrainingSettings settings, String name, Preparation prepared) {
        Map<String, String> environment = prepared.imageDigest().isEmpty()
                ? Map.of()
                : Map.of(EnvironmentNames.IMAGE_DIGEST, prepared.imageDigest().get());
        ScriptMode script = prepared.scriptMode().orElse(null);
        if (script == null) {
            return new JobAdditions(settings.hyperParameters(), List.of(), environment);
        }
        List<TrainingSettings.Channel> channels = script.channel().stream().toList();
        boolean taken =
                settings.channels().stream().anyMatch(channel -> channel.name().equals(ScriptMode.CODE_CHANNEL));
        if (!channels.isEmpty() && (taken || settings.channels().size() >= MOST_CHANNELS)) {
            throw new LaunchFailedException(
                    "channels: got " + settings.channels().size() + " channels"
                            + (taken ? ", one named " + ScriptMode.CODE_CHANNEL : "") + "; accepted are at most "
                            + (MOST_CHANNELS - 1) + " of other names: without a network the script comes by a channel "
                            + ScriptMode.CODE_CHANNEL + "; rename or join channels");
        }
        return new JobAdditions(script.hyperParameters(name), channels, environment);
    }
}
