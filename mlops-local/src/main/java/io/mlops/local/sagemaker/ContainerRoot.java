package io.mlops.local.sagemaker;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A container's private directory, in which {@code opt/ml} stands for the image's {@code /opt/ml}.
 *
 * @param directory the root
 */
record ContainerRoot(Path directory) {
    /** Makes a root in a parent, by a name or, where that is taken, the name and a number. */
    static ContainerRoot named(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        for (int i = 1; ; i++) {
            try {
                return new ContainerRoot(Files.createDirectory(parent.resolve(i == 1 ? name : name + "-" + i)));
            } catch (FileAlreadyExistsException e) {
                // Another region's or an earlier run's: the next number is tried.
            }
        }
    }

    /** Makes a root in a parent, named by the first number that is free. */
    static ContainerRoot numbered(Path parent) throws IOException {
        Files.createDirectories(parent);
        for (int i = 1; ; i++) {
            try {
                return new ContainerRoot(Files.createDirectory(parent.resolve(String.valueOf(i))));
            } catch (FileAlreadyExistsException e) {
                // An earlier fleet's: the next number is tried.
            }
        }
    }

    Path optMl() {
        return directory.resolve("opt").resolve("ml");
    }

    /** Makes a directory below {@code opt/ml}. */
    Path make(String path) throws IOException {
        return Files.createDirectories(optMl().resolve(path));
    }

    Path home() {
        return directory.resolve("home");
    }
}
