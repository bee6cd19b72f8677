package io.mlops.launch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * {@code sourcedir.tar.gz}: the script's directory as the SageMaker training toolkit unpacks it, its files at the root. The
 * same files give the same archive: owners and times are left out, and the order is that of the names.
 */
final class SourceArchive {
    private static final int BUFFER = 1 << 16;

    private SourceArchive() {}

    /**
     * Packs a directory.
     *
     * @return the digest of the archive before its compression, which another JDK may do otherwise
     */
    static String pack(SourceDirectory source, Path archive) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (OutputStream file = Files.newOutputStream(archive);
                OutputStream zipped = new GZIPOutputStream(file, BUFFER);
                TarArchiveOutputStream tar = open(new DigestOutputStream(zipped, digest))) {
            add(tar, source, "");
        }
        return Sha256.end(digest);
    }

    static TarArchiveOutputStream open(OutputStream to) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(to, BUFFER), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    /** Adds a directory's files below a prefix. */
    static void add(TarArchiveOutputStream tar, SourceDirectory source, String prefix) throws IOException {
        for (Path file : source.files()) {
            TarArchiveEntry entry = new TarArchiveEntry(prefix + source.name(file));
            entry.setSize(Files.size(file));
            entry.setMode(Files.isExecutable(file) ? 0755 : 0644);
            entry.setIds(0, 0);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            Files.copy(file, tar);
            tar.closeArchiveEntry();
        }
    }
}
