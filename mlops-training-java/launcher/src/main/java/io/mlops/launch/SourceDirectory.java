package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of the team's script, in the source that CodeBuild has unpacked. A link is refused rather than followed:
 * what it names may lie outside the source, and is another thing where the archive is unpacked.
 *
 * @param root the directory
 * @param files its files, in the order of their names
 */
record SourceDirectory(Path root, List<Path> files) {
    /** The most files that are packed. */
    static final int MOST_FILES = 10_000;
    /** The most bytes that they hold together; each start of a container unpacks them. */
    static final long MOST_BYTES = 256L << 20;

    SourceDirectory {
        files = List.copyOf(files);
    }

    /**
     * Finds the directory's files.
     *
     * @param source where CodeBuild has unpacked the source
     * @param script what the settings say
     * @throws LaunchFailedException if there is no such directory or script in the source, or the directory holds what
     *     is not packed
     */
    static SourceDirectory of(Path source, TrainingSettings.Script script) {
        try {
            Path root = root(source, script.directory());
            Scan scan = new Scan(root);
            Files.walkFileTree(root, scan);
            scan.found.sort(Comparator.comparing(file -> name(root, file)));
            SourceDirectory directory = new SourceDirectory(root, scan.found);
            requireEntryPoint(directory, script);
            return directory;
        } catch (IOException e) {
            throw new LaunchFailedException("script.directory " + script.directory() + " is not readable: " + e
                    + "; see what the source zip holds");
        }
    }

    /** Gives a file's name in the archive, with slashes on any system. */
    String name(Path file) {
        return name(root, file);
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static Path root(Path source, String directory) throws IOException {
        try {
            Path top = source.toRealPath();
            Path root = top.resolve(directory).normalize();
            // The real path is another one where a link leads out of the source, or elsewhere in it.
            if (root.startsWith(top)
                    && Files.isDirectory(root)
                    && root.toRealPath().equals(root)) {
                return root;
            }
        } catch (InvalidPathException e) {
            // It is no path of this system: refused as one that is not there.
        }
        throw new LaunchFailedException("script.directory: got " + directory
                + "; accepted is a directory of the source, not a link to one; put it into the source zip");
    }

    private static void requireEntryPoint(SourceDirectory directory, TrainingSettings.Script script) {
        String entryPoint = script.entryPoint();
        if (directory.files().stream().noneMatch(file -> directory.name(file).equals(entryPoint))) {
            throw new LaunchFailedException("script.entryPoint: got " + entryPoint + "; accepted is a file of "
                    + script.directory() + ", which holds " + some(directory) + "; put it there, or name another");
        }
    }

    private static String some(SourceDirectory directory) {
        List<String> names =
                directory.files().stream().map(directory::name).limit(10).toList();
        return names.isEmpty() ? "no file" : String.join(", ", names);
    }

    private static final class Scan extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> found = new ArrayList<>();
        private long bytes;

        Scan(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isRegularFile() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(
                        name(root, file)
                                + (attributes.isSymbolicLink() ? " is a symbolic link" : " is no regular file"),
                        "replace it by the file itself");
            }
            found.add(file);
            bytes += attributes.size();
            if (found.size() > MOST_FILES || bytes > MOST_BYTES) {
                throw refused(
                        "more than " + (found.size() > MOST_FILES ? MOST_FILES + " files" : MOST_BYTES + " bytes"),
                        "keep data in a channel and libraries in requirements.txt");
            }
            return FileVisitResult.CONTINUE;
        }

        private LaunchFailedException refused(String got, String fix) {
            return new LaunchFailedException("script.directory " + root.getFileName() + ": " + got
                    + "; accepted are at most " + MOST_FILES + " files of " + (MOST_BYTES >> 20) + " MiB together; "
                    + fix);
        }
    }
}
