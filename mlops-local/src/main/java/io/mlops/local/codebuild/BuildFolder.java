package io.mlops.local.codebuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a build runs.
 *
 * @param name what it is, for people
 * @param root everything of the build
 */
record BuildFolder(String name, Path root) {
    static BuildFolder of(Path directory, String project, String uuid) {
        Path root = directory
                .toAbsolutePath()
                .normalize()
                .resolve("builds")
                .resolve(project)
                .resolve(uuid);
        return new BuildFolder("build " + project + ":" + uuid, root);
    }

    /** Makes the directories. */
    void make() throws IOException {
        Files.createDirectories(source());
        Files.createDirectories(state(), owners());
        Files.createDirectories(home());
    }

    private FileAttribute<?>[] owners() {
        return root.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Deletes what commands left to later ones, if it was made. */
    void deleteState() throws IOException {
        if (!Files.exists(state())) {
            return;
        }
        List<Path> innermostFirst;
        try (Stream<Path> files = Files.walk(state())) {
            innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : innermostFirst) {
            Files.deleteIfExists(file);
        }
    }

    /** The primary source's directory, in which the commands start. */
    Path source() {
        return root.resolve("src");
    }

    /** A source's directory: of the primary one, in which the commands start, or of a secondary one, as {@code s3/01}. */
    Path source(BuildPlan plan, int number) {
        boolean isPrimary = number == 0 && plan.hasPrimarySource();
        return isPrimary ? source() : root.resolve("s3").resolve(String.format("%02d", number));
    }

    /** What commands leave to later ones: its owner's alone, for it holds the values of variables. */
    Path state() {
        return root.resolve("state");
    }

    /** The private home directory. */
    Path home() {
        return root.resolve("home");
    }

    /** A file to be sent or unpacked. */
    Path zip(String name) {
        return root.resolve(name + ".zip");
    }
}
