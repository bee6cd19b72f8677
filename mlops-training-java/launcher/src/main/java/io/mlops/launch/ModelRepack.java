package io.mlops.launch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Puts the team's script beside its model, in {@code code/}, as the SageMaker Python SDK does ({@code repack_model} in
 * {@code utils.py}): the archive is copied as it streams by, without what was in {@code code/} before.
 */
final class ModelRepack {
    private static final String CODE = "code";
    private static final int BUFFER = 1 << 16;
    /** S3 takes no more in one request (PutObject). */
    private static final long MOST_BYTES = 5L << 30;

    private final S3Objects s3;

    ModelRepack(S3Objects s3) {
        this.s3 = s3;
    }

    /**
     * Writes the model with its script.
     *
     * @param model the training job's archive
     * @param source the script's directory
     * @param to where the new archive is put
     * @throws LaunchFailedException if the model is not readable, or larger than 5 GiB
     */
    void repack(S3Uri model, SourceDirectory source, S3Uri to) {
        try {
            Path archive = Files.createTempFile("model", ".tar.gz");
            try {
                copy(model, source, archive);
                if (Files.size(archive) > MOST_BYTES) {
                    throw new LaunchFailedException("model " + model + " with its script: got " + Files.size(archive)
                            + " bytes; accepted are at most " + MOST_BYTES
                            + "; make the model smaller, or serve it with an image that brings its own code");
                }
                s3.put(to, archive, "application/gzip");
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (IOException | SdkException e) {
            throw new LaunchFailedException("model " + model + " could not be packed with its script: " + e.getMessage()
                    + "; see that the Train build's role may read it, and retry the stage");
        }
    }

    private void copy(S3Uri model, SourceDirectory source, Path archive) throws IOException {
        try (InputStream stored = s3.open(model);
                TarArchiveInputStream from = new TarArchiveInputStream(
                        new BufferedInputStream(new GZIPInputStream(stored, BUFFER), BUFFER), "UTF-8");
                OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = SourceArchive.open(new GZIPOutputStream(file, BUFFER))) {
            for (TarArchiveEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                if (!isCode(entry.getName())) {
                    tar.putArchiveEntry(entry);
                    from.transferTo(tar);
                    tar.closeArchiveEntry();
                }
            }
            SourceArchive.add(tar, source, CODE + "/");
        }
    }

    private static boolean isCode(String name) {
        String plain = name.replaceFirst("^(\\./+)+", "");
        return plain.equals(CODE) || plain.startsWith(CODE + "/");
    }
}
