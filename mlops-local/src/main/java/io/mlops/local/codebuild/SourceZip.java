package io.mlops.local.codebuild;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Unpacks a zip that a stranger made: nothing lands outside of the target, and there is an end to it. */
final class SourceZip {
    private static final int MOST_ENTRIES = 200_000;
    private static final long MOST_BYTES = 7L << 30;

    private final Path target;
    private int entries;
    private long bytes;

    private SourceZip(Path target) {
        this.target = target;
    }

    /**
     * Unpacks a zip; files keep their permission to be executed.
     *
     * @param zip the file
     * @param target the directory, made if it is missing
     * @throws IOException if it is not a zip, leads out of the target, or unpacks to more than 200,000 entries or 7 GiB
     *     (CodePipeline's limit of an S3 source)
     */
    static void unpack(Path zip, Path target) throws IOException {
        Files.createDirectories(target);
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"))) {
            Path root = files.getPath("/");
            SourceZip unpacking = new SourceZip(target);
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(unpacking.place(root, directory));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    unpacking.copy(file, unpacking.place(root, file));
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    private Path place(Path root, Path entry) throws IOException {
        entries++;
        Path place = target.resolve(root.relativize(entry).toString()).normalize();
        if (!place.startsWith(target) || entries > MOST_ENTRIES) {
            throw new IOException("the archive is refused at " + entry + ": "
                    + (entries > MOST_ENTRIES ? "more than " + MOST_ENTRIES + " entries" : "it leads elsewhere"));
        }
        return place;
    }

    private void copy(Path entry, Path place) throws IOException {
        try (InputStream in = Files.newInputStream(entry);
                OutputStream out = Files.newOutputStream(place)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > MOST_BYTES) {
                    throw new IOException("the archive is refused at " + entry + ": it unpacks to more than "
                            + MOST_BYTES + " bytes");
                }
                out.write(buffer, 0, read);
            }
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(entry);
        if (permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
            Set<PosixFilePermission> kept = EnumSet.copyOf(Files.getPosixFilePermissions(place));
            kept.add(PosixFilePermission.OWNER_EXECUTE);
            Files.setPosixFilePermissions(place, kept);
        }
    }
}
