package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The team's script, packed and put into S3.
 *
 * @param source its directory
 * @param entryPoint the script's file in it
 * @param uri where the archive is
 * @param digest SHA-256 of the archive's content
 */
record PackedScript(SourceDirectory source, String entryPoint, S3Uri uri, String digest) {
    private static final String NAME = "sourcedir.tar.gz";
    private static final int DIGEST_PART = 16;

    /**
     * Packs the script and puts it under the execution's own key, {@code <code>/<execution>/<digest>/sourcedir.tar.gz}: a
     * retried stage finds its own, and no other source is ever put over it.
     *
     * @throws LaunchFailedException if the source does not hold what the settings say, or S3 refuses it
     */
    static PackedScript put(TrainingSettings.Script script, LaunchEnvironment environment, S3Objects s3) {
        SourceDirectory source = SourceDirectory.of(environment.source(), script);
        try {
            Path archive = Files.createTempFile("sourcedir", ".tar.gz");
            try {
                String digest = SourceArchive.pack(source, archive);
                S3Uri uri = S3Uri.parse("script.codeS3Uri", script.codeS3Uri())
                        .resolve(environment.execution() + "/" + digest.substring(0, DIGEST_PART) + "/" + NAME);
                s3.put(uri, archive, "application/gzip");
                return new PackedScript(source, script.entryPoint(), uri, digest);
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (IOException e) {
            throw new LaunchFailedException("script.directory " + script.directory() + " was not packed: " + e);
        }
    }

    /** Gives the prefix under which nothing but the archive is. */
    S3Uri prefix() {
        return uri.sibling("");
    }
}
