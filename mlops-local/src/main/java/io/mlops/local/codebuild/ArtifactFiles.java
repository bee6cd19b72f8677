package io.mlops.local.codebuild;

import io.mlops.local.codebuild.Buildspec.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files that a buildspec names for an artifact or a report. */
final class ArtifactFiles {
    private ArtifactFiles() {}

    /**
     * Finds files.
     *
     * @param source the source directory
     * @param artifacts what is named
     * @param log is told of patterns that match nothing
     * @return files by their names in the artifact
     * @throws BuildspecException if nothing is found
     */
    static Map<String, Path> find(Path source, Artifacts artifacts, BuildLog log) throws IOException {
        List<Pattern> excluded =
                artifacts.excluded().stream().map(ArtifactFiles::pattern).toList();
        Map<String, Path> found = new LinkedHashMap<>();
        for (Path base : bases(source, artifacts.baseDirectory(), log)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(base)) {
                all = walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .sorted()
                        .toList();
            }
            for (String glob : artifacts.files()) {
                log.note("Expanding " + glob);
                List<Path> matching = matching(base, all, pattern(glob), excluded);
                if (matching.isEmpty()) {
                    log.note("Skipping invalid file path " + glob);
                }
                matching.forEach(file -> found.put(name(base, file, artifacts.discardPaths()), file));
            }
        }
        if (found.isEmpty()) {
            throw new BuildspecException("no matching artifact paths found");
        }
        log.note("Found " + found.size() + " file(s)");
        return found;
    }

    private static List<Path> bases(Path source, String directory, BuildLog log) throws IOException {
        log.note("Expanding base directory path: " + directory);
        List<Path> bases = List.of(source.resolve(directory).normalize());
        if (directory.contains("*")) {
            Pattern pattern = pattern(directory);
            try (Stream<Path> walk = Files.walk(source)) {
                bases = walk.filter(path ->
                                pattern.matcher(name(source, path, false)).matches())
                        .sorted()
                        .toList();
            }
        }
        List<Path> directories = bases.stream()
                .filter(base -> base.startsWith(source) && Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (directories.isEmpty()) {
            throw new BuildspecException("no matching base directory path found for " + directory);
        }
        return directories;
    }

    private static List<Path> matching(Path base, List<Path> all, Pattern pattern, List<Pattern> excluded) {
        List<Path> matching = new ArrayList<>();
        for (Path file : all) {
            String path = name(base, file, false);
            if (pattern.matcher(path).matches()
                    && excluded.stream()
                            .noneMatch(exclude -> exclude.matcher(path).matches())) {
                matching.add(file);
            }
        }
        return matching;
    }

    private static String name(Path base, Path file, boolean discardPaths) {
        Path name = discardPaths ? file.getFileName() : base.relativize(file);
        return name.toString().replace('\\', '/');
    }

    /** {@code **}{@code /} is any number of directories, {@code *} stays within one. */
    static Pattern pattern(String glob) {
        String plain = glob.startsWith("./") ? glob.substring(2) : glob;
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < plain.length()) {
            char c = plain.charAt(i);
            if (plain.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 3;
            } else if (plain.startsWith("**", i)) {
                regex.append(".*");
                i += 2;
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
                i++;
            }
        }
        return Pattern.compile(regex.toString());
    }
}
