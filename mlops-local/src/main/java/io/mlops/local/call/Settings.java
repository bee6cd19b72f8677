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
 * @param images commands by image URI; {@code train} or {@code serve} is appended
 * @param continuationDelay how long CodePipeline waits before it invokes a job's Lambda again with its continuation
 *     token; AWS takes about 30 s
 */
public record Settings(Path directory, URI endpoint, Map<String, List<String>> images, Duration continuationDelay) {
    /** Copies the map. */
    public Settings {
        images = Map.copyOf(images);
    }
}
