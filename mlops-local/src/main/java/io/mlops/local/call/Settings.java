package io.mlops.local.call;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the emulator's user chose.
 *
 * @param directory everything that the emulator writes
 * @param endpoint where it answers, as {@code http://127.0.0.1:4566}
 * @param images commands by image URI; {@code train} or {@code serve}, or a build's shell with its arguments, is
 *     appended
 * @param continuationDelay how long CodePipeline waits before it invokes a job's Lambda again with its continuation
 *     token; AWS takes about 30 s
 * @param concurrentBuilds how many builds of an account run at once in a region; five times as many wait
 * @param unapprovedModelPackages whether a model is created from a model package that is not Approved
 */
public record Settings(
        Path directory,
        URI endpoint,
        Map<String, List<String>> images,
        Duration continuationDelay,
        int concurrentBuilds,
        boolean unapprovedModelPackages) {
    /** How many builds run at once where the user does not say. */
    public static final int CONCURRENT_BUILDS = 20;

    /** Copies the map. */
    public Settings {
        images = Map.copyOf(images);
    }

    /**
     * Chooses with the default number of concurrent builds.
     *
     * @param directory everything that the emulator writes
     * @param endpoint where it answers
     * @param images commands by image URI
     * @param continuationDelay how long CodePipeline waits before it invokes a job's Lambda again
     */
    public Settings(Path directory, URI endpoint, Map<String, List<String>> images, Duration continuationDelay) {
        this(directory, endpoint, images, continuationDelay, CONCURRENT_BUILDS, false);
    }
}
