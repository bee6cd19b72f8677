package io.mlops.training.data;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.zip.GZIPInputStream;

/** Opens a file or pipe, plain or gzip: told apart by the first two bytes, so that names do not matter. */
final class DataStream {
    private static final int BUFFER = 1 << 16;
    /** The first two bytes of every gzip member (RFC 1952, section 2.3.1). */
    private static final int GZIP_FIRST = 0x1f;

    private static final int GZIP_SECOND = 0x8b;

    private DataStream() {}

    static InputStream open(Path file, DataDigest digest) throws IOException {
        // Not Files.newInputStream: the JDK's stream seeks to say what is available, which a pipe cannot.
        InputStream raw = new BufferedInputStream(
                new DigestInputStream(new FileInputStream(file.toFile()), digest.algorithm()), BUFFER);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
            raw.reset();
            return gzip ? new GZIPInputStream(raw, BUFFER) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
