package io.mlops.local.sagemaker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A {@code model.tar.gz}: written of a directory, and unpacked without trust in what it holds. */
final class ModelArchive {
    private static final int MOST_ENTRIES = 100_000;
    private static final long MOST_BYTES = 30L << 30;
    private static final int BUFFER = 1 << 16;

    private ModelArchive() {}

    /** Packs a directory's files; a link to a file inside is packed as that file, any other link is refused. */
    static void pack(Path directory, Path archive) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(
                        new BufferedOutputStream(new GZIPOutputStream(file, BUFFER), BUFFER))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path path : below(directory)) {
                add(tar, directory, path);
            }
        }
    }

    static boolean hasFiles(Path directory) throws IOException {
        return Files.isDirectory(directory) && !below(directory).isEmpty();
    }

    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !path.equals(directory)).sorted().toList();
        }
    }

    private static void add(TarArchiveOutputStream tar, Path directory, Path path) throws IOException {
        Path real = path.toRealPath();
        boolean inside = real.startsWith(directory.toRealPath());
        if (Files.isSymbolicLink(path) && !(inside && Files.isRegularFile(real))) {
            throw new IOException(directory.relativize(path) + " is a link to no file of the directory");
        }
        TarArchiveEntry entry =
                new TarArchiveEntry(real, directory.relativize(path).toString() + (Files.isDirectory(real) ? "/" : ""));
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setMode(Files.isDirectory(real) || Files.isExecutable(real) ? 0755 : 0644);
        tar.putArchiveEntry(entry);
        if (Files.isRegularFile(real)) {
            Files.copy(real, tar);
        }
        tar.closeArchiveEntry();
    }

    /**
     * Unpacks an archive. Its files become read-only.
     *
     * @throws IOException if it is no tar.gz, an entry would leave the directory or is neither file nor directory, or
     *     it holds too much
     */
    static void unpack(Path archive, Path directory) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, BUFFER))) {
            int entries = 0;
            long bytes = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                bytes += Math.max(0, entry.getRealSize());
                if (++entries > MOST_ENTRIES || bytes > MOST_BYTES) {
                    throw new IOException(
                            "it holds more than " + MOST_ENTRIES + " entries or " + MOST_BYTES + " bytes");
                }
                extract(tar, entry, directory.toAbsolutePath().normalize());
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("it is damaged", e);
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path directory) throws IOException {
        Path target = inside(directory, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
            Files.createDirectories(target.getParent());
            Files.deleteIfExists(target);
            try (OutputStream out = Files.newOutputStream(target)) {
                tar.transferTo(out);
            }
            protect(target, (entry.getMode() & 0100) != 0);
        } else {
            throw new IOException("its entry " + entry.getName() + " is neither a file nor a directory");
        }
    }

    private static Path inside(Path directory, String name) throws IOException {
        try {
            Path target = directory.resolve(name).normalize();
            if (!target.startsWith(directory)) {
                throw new IOException("its entry " + name + " leads out of the model's directory");
            }
            return target;
        } catch (InvalidPathException e) {
            throw new IOException("its entry has no valid name", e);
        }
    }

    /** The directories stay writable, so that whoever owns them can delete them. */
    private static void protect(Path file, boolean executable) throws IOException {
        if (!file.toFile().setReadOnly() || (executable && !file.toFile().setExecutable(true))) {
            throw new IOException(file + " could not be made read-only");
        }
    }
}
