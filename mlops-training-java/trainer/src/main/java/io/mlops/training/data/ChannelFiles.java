package io.mlops.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The data files of a channel. */
public final class ChannelFiles {
    private ChannelFiles() {}

    /**
     * Lists every file under a channel's directory, sorted by path, so that the order of rows does not depend on the
     * disk; in Pipe mode, the one pipe of the first epoch. Names that begin with {@code .} or {@code _} are markers, as {@code _SUCCESS} is, and are left out.
     *
     * @param channel the channel's directory
     * @return at least one file, or a pipe
     * @throws InvalidInputException if the directory or any file is missing
     * @throws IOException if the directory cannot be read
     */
    public static List<Path> list(Path channel) throws IOException {
        Path pipe = pipe(channel);
        if (Files.exists(pipe) && !Files.isDirectory(pipe)) {
            return List.of(pipe);
        }
        if (!Files.isDirectory(channel)) {
            throw new InvalidInputException("channel " + Texts.quoted(String.valueOf(channel.getFileName()))
                    + ": no directory " + channel + "; give the training job an input channel of that name");
        }
        try (Stream<Path> paths = Files.walk(channel)) {
            List<Path> files = paths.filter(Files::isRegularFile)
                    .filter(path -> !isMarker(channel.relativize(path)))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new InvalidInputException("channel " + Texts.quoted(String.valueOf(channel.getFileName()))
                        + ": no files; upload at least one CSV file under the channel's S3 prefix");
            }
            return files;
        }
    }

    /**
     * Tells whether a channel is there, as files or as a pipe.
     *
     * @param channel the channel's directory
     * @return whether the training job has such a channel
     */
    public static boolean isPresent(Path channel) {
        return Files.exists(channel) || Files.exists(pipe(channel));
    }

    /** Where the first epoch of a channel comes in Pipe mode. */
    private static Path pipe(Path channel) {
        return channel.resolveSibling(channel.getFileName() + "_0");
    }

    private static boolean isMarker(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
                return true;
            }
        }
        return false;
    }
}
