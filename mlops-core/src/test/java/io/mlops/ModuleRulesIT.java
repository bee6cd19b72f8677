package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks every rule between modules in a copy of the poms, and looks whether the build says so. */
class ModuleRulesIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** By module: a dependency that it must not have, and what the build says. */
    private static final Map<String, List<String>> BREAKS = Map.of(
            "mlops-contract", List.of("software.amazon.awssdk:s3", "mlops-contract imports Jackson alone"),
            "mlops-local", List.of("io.mlops:mlops-contract", "mlops-local knows no module of this project"),
            "mlops-core", List.of("com.github.haifengl:smile-core", "mlops-core imports mlops-contract alone"),
            "mlops-training-java/trainer", List.of("software.amazon.awssdk:s3", "it has no AWS SDK"),
            "mlops-training-java/launcher", List.of("io.mlops:mlops-core", "The launcher imports mlops-contract alone"),
            "mlops-model-test", List.of("io.mlops:mlops-core", "mlops-model-test imports mlops-contract alone"),
            "mlops-lambda-deploy", List.of("io.mlops:mlops-core", "mlops-lambda-deploy imports mlops-contract alone"));

    @TempDir
    private Path copy;

    @Test
    void refusesADependencyThatAModuleMustNotHave() throws Exception {
        copyPoms();
        for (Map.Entry<String, List<String>> module : BREAKS.entrySet()) {
            addDependency(
                    copy.resolve(module.getKey()).resolve("pom.xml"),
                    module.getValue().get(0).split(":", 2));
        }

        String output = validate();

        BREAKS.values().forEach(broken -> assertThat(output).contains(broken.get(1)));
    }

    @Test
    void acceptsThePomsAsTheyAre() throws Exception {
        copyPoms();

        assertThat(validate()).contains("BUILD SUCCESS").doesNotContain("ERROR");
    }

    private void copyPoms() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> poms = files.filter(file -> file.endsWith("pom.xml"))
                    .filter(file -> !ROOT.relativize(file).toString().contains("target"))
                    .toList();
            for (Path pom : poms) {
                Path target = copy.resolve(ROOT.relativize(pom));
                Files.createDirectories(target.getParent());
                Files.copy(pom, target);
            }
        }
    }

    private static void addDependency(Path pom, String[] coordinates) throws IOException {
        String version = coordinates[0].equals("io.mlops") ? "<version>${project.version}</version>" : "";
        String dependency = "<dependencies><dependency><groupId>" + coordinates[0] + "</groupId><artifactId>"
                + coordinates[1] + "</artifactId>" + version + "</dependency>";
        String text = Files.readString(pom);
        assertThat(text).contains("<dependencies>");
        Files.writeString(pom, text.replaceFirst("<dependencies>", dependency.replace("$", "\\$")));
    }

    private String validate() throws Exception {
        // Fail never: a module is judged although one that it needs was refused.
        Process maven = new ProcessBuilder(
                        System.getProperty("maven.program"),
                        "--offline",
                        "--batch-mode",
                        "--fail-never",
                        "-Dspotless.check.skip",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repository"),
                        "validate")
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        maven.waitFor();
        return output;
    }
}
