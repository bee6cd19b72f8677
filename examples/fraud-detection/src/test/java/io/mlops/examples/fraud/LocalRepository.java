package io.mlops.examples.fraud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the build publishes, put into a local Maven repository as {@code install} would. */
final class LocalRepository {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    static final String VERSION = System.getProperty("project.version", "");
    /** Where each module with a jar is. */
    static final Map<String, String> MODULES = new TreeMap<>(Map.of(
            "mlops-contract", "mlops-contract",
            "mlops-core", "mlops-core",
            "mlops-lambda-deploy", "mlops-lambda-deploy",
            "mlops-launcher", "mlops-training-java/launcher",
            "mlops-local", "mlops-local",
            "mlops-model-test", "mlops-model-test",
            "mlops-trainer", "mlops-training-java/trainer"));

    private static final Map<String, String> POMS =
            Map.of("mlops-bom", "mlops-bom", "mlops-parent", "", "mlops-training-java", "mlops-training-java");
    /** Shade writes this one under a name of its own. */
    private static final String COMMAND = "mlops-local.jar";

    private final Path repository;

    private LocalRepository(Path repository) {
        this.repository = repository;
    }

    static LocalRepository installedInto(Path repository) throws IOException {
        LocalRepository installed = new LocalRepository(repository);
        for (Map.Entry<String, String> pom : POMS.entrySet()) {
            installed.installPom(pom.getKey(), pom.getValue());
        }
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            installed.installPom(module.getKey(), module.getValue());
            installed.installFiles(module.getKey());
        }
        return installed;
    }

    static Path pom(String artifact) {
        String module = MODULES.containsKey(artifact) ? MODULES.get(artifact) : POMS.get(artifact);
        return ROOT.resolve(String.valueOf(module)).resolve("pom.xml");
    }

    /** A jar of the module, as it lies in its target directory. */
    static Path file(String artifact, String suffix) {
        return ROOT.resolve(String.valueOf(MODULES.get(artifact)))
                .resolve("target")
                .resolve(artifact + "-" + VERSION + suffix);
    }

    Path path() {
        return repository;
    }

    private void installPom(String artifact, String module) throws IOException {
        copy(ROOT.resolve(module).resolve("pom.xml"), artifact, ".pom");
    }

    private void installFiles(String artifact) throws IOException {
        String prefix = artifact + "-" + VERSION;
        for (Path file : published(artifact, prefix)) {
            String name = file.getFileName().toString();
            copy(file, artifact, name.equals(COMMAND) ? "-command.jar" : name.substring(prefix.length()));
        }
    }

    private static List<Path> published(String artifact, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(file(artifact, ".jar").resolveSibling(""))) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.equals(COMMAND) || name.matches("\\Q" + prefix + "\\E.*\\.(jar|zip)");
                    })
                    .toList();
        }
    }

    private void copy(Path file, String artifact, String suffix) throws IOException {
        Path directory = Files.createDirectories(
                repository.resolve("io/mlops").resolve(artifact).resolve(VERSION));
        Files.copy(file, directory.resolve(artifact + "-" + VERSION + suffix));
    }
}
