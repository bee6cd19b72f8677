package io.mlops.local.codebuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a build runs.
 *
 * @param name what it is, for people
 * @param root everything of the build
 */
record BuildFolder(String name, Path root) {
    static BuildFolder make(Path directory, String project, String uuid) throws IOException {
        Path root = directory
                .toAbsolutePath()
                .normalize()
                .resolve("builds")
                .resolve(project)
                .resolve(uuid);
        BuildFolder folder = new BuildFolder("build " + project + ":" + uuid, root);
        Files.createDirectories(folder.source());
        Files.createDirectories(folder.state());
        Files.createDirectories(folder.home());
        return folder;
    }

    /** The primary source's directory, in which the commands start. */
    Path source() {
        return root.resolve("src");
    }

    /** A secondary source's directory, as {@code s3/01}. */
    Path secondary(int number) {
        return root.resolve("s3").resolve(String.format("%02d", number));
    }

    /** What commands leave to later ones. */
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
