package io.mlops.examples.fraud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where one run keeps its files: {@code target/runs/<id>}. It stays when the run failed. */
final class RunDirectory {
    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    static RunDirectory make(Path target, String id) {
        Path path = target.resolve("runs").resolve(id);
        try {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path);
        } catch (IOException e) {
            throw new UncheckedIOException("the run's directory " + path + " cannot be made", e);
        }
        return new RunDirectory(path);
    }

    Path path() {
        return path;
    }

    /** Deletes everything. */
    void delete() {
        try {
            for (Path file : files()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the run's directory " + path + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** Counts what is left: files and directories. */
    int count() {
        return files().size();
    }

    private List<Path> files() {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names the directory as a person would type it. */
    @Override
    public String toString() {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
