package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * What is done and noted before the training job is created.
 *
 * @param script the packed script, where the settings name one
 * @param scriptMode how the images are told of it
 * @param imageDigest the training image's digest, where it can be known
 * @param servingDigest the serving image's digest, where it can be known
 * @param channels what the channels held
 */
record Preparation(
        Optional<PackedScript> script,
        Optional<ScriptMode> scriptMode,
        Optional<String> imageDigest,
        Optional<String> servingDigest,
        List<ChannelVersion> channels) {
    Preparation {
        channels = List.copyOf(channels);
    }

    /**
     * Prepares a run.
     *
     * @throws LaunchFailedException if the script cannot be packed
     */
    static Preparation of(
            TrainingSettings settings,
            LaunchEnvironment environment,
            LaunchClients clients,
            S3Objects s3,
            PrintStream out) {
        Optional<PackedScript> script =
                Optional.ofNullable(settings.script()).map(wanted -> PackedScript.put(wanted, environment, s3));
        script.ifPresent(packed -> out.println("script " + packed.entryPoint() + " packed with "
                + packed.source().files().size() + " files: " + packed.uri()));
        ImageDigest digests = new ImageDigest(clients.ecr(), settings.roleArn(), environment.region(), out);
        Optional<String> imageDigest = digests.of(settings.image());
        return new Preparation(
                script,
                script.map(packed -> new ScriptMode(settings, packed, environment.region())),
                imageDigest,
                settings.serving().image().equals(settings.image())
                        ? imageDigest
                        : digests.of(settings.serving().image()),
                new ChannelVersions(s3, out).of(settings.channels()));
    }
}
