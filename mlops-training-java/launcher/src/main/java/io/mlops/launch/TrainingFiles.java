package io.mlops.launch;

import io.mlops.contract.ArtifactFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a training container said of its model: the known files at the root of {@code output.tar.gz}, which SageMaker makes
 * of {@code /opt/ml/output/data}. Not every image writes them, and none is trusted: a file that is not readable is told and
 * left out.
 */
final class TrainingFiles {
    /** SageMaker's model quality statistics. */
    static final String EVALUATION = ArtifactFiles.EVALUATION;
    /** Model Monitor's statistics of the training data. */
    static final String STATISTICS = "statistics.json";
    /** Model Monitor's constraints of the training data. */
    static final String CONSTRAINTS = "constraints.json";
    /** Where the model comes from: seed, data digest, versions. */
    static final String PROVENANCE = "provenance.json";

    private static final Set<String> KNOWN = Set.of(EVALUATION, STATISTICS, CONSTRAINTS, PROVENANCE);
    private static final int LARGEST = 16 << 20;
    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_BYTES = 1L << 30;

    private final Map<String, byte[]> files;

    private TrainingFiles(Map<String, byte[]> files) {
        this.files = files;
    }

    /** Reads the files beside a training job's model. */
    static TrainingFiles beside(S3Uri model, S3Objects s3, PrintStream out) {
        S3Uri output = model.sibling("output.tar.gz");
        Map<String, byte[]> files = new TreeMap<>();
        try {
            if (s3.has(output)) {
                try (InputStream stored = s3.open(output)) {
                    read(stored, files, out);
                }
            }
        } catch (IOException | SdkException e) {
            out.println("what the training wrote beside its model is not all noted: " + output + ": " + e.getMessage());
        }
        return new TrainingFiles(files);
    }

    Optional<byte[]> get(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static void read(InputStream stored, Map<String, byte[]> files, PrintStream out) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(new GZIPInputStream(stored)), "UTF-8")) {
            int entries = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (++entries > MOST_ENTRIES || tar.getBytesRead() > MOST_BYTES) {
                    throw new IOException(
                            "it holds more than " + MOST_ENTRIES + " files or " + (MOST_BYTES >> 20) + " MiB");
                }
                String name = entry.getName().replaceFirst("^(\\./+)+", "");
                if (!KNOWN.contains(name) || !entry.isFile()) {
                    continue;
                }
                byte[] bytes = tar.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    out.println(name + " is left out: it is larger than " + (LARGEST >> 20) + " MiB");
                } else {
                    files.put(name, bytes);
                }
            }
        }
    }
}
