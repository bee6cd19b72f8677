package io.mlops.local.codebuild;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Packs files into a zip on disk, so that an artifact of any size takes little memory. */
final class ArtifactPacking {
    private ArtifactPacking() {}

    /**
     * Packs files with their permissions.
     *
     * @param files files by their names in the zip
     * @param zip the file that is made
     */
    static void pack(Map<String, Path> files, Path zip) throws IOException {
        Files.deleteIfExists(zip);
        Map<String, String> choices =
                Map.of("create", "true", "useTempFile", "true", "enablePosixFileAttributes", "true");
        try (FileSystem archive = FileSystems.newFileSystem(zip, choices)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                Path entry = archive.getPath(file.getKey());
                if (entry.getParent() != null) {
                    Files.createDirectories(entry.getParent());
                }
                Files.copy(file.getValue(), entry);
                Files.setPosixFilePermissions(entry, Files.getPosixFilePermissions(file.getValue()));
            }
        }
    }
}
