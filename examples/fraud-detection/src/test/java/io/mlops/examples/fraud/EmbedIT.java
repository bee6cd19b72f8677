package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.Command;
import io.mlops.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Builds {@code examples/embed} as a team would that has this project's artifacts and nothing else of it. */
// One at a time: one test makes a file that the others install.
@Execution(ExecutionMode.SAME_THREAD)
class EmbedIT {
    private static final Path EMBED = LocalRepository.ROOT.resolve("examples/embed");
    private static final Pattern MANAGED = Pattern.compile("<artifactId>(mlops-[a-z-]+)</artifactId>");

    @TempDir
    private Path directory;

    private LocalRepository repository;

    @BeforeEach
    void install() throws IOException {
        repository = LocalRepository.installedInto(directory.resolve("repository"));
    }

    @Test
    void buildsAndRunsAsItsReadmeSays() throws IOException {
        Page readme = Page.read(EMBED.resolve("README.md"));

        readme.shows("embed", maven(EMBED, readme.shell("build")));
        assertThat(readme.shell("install")).isEqualTo("./mvnw install -DskipTests -Prelease\n");
    }

    @Test
    void managesEveryArtifact() throws IOException {
        String bom = Files.readString(LocalRepository.pom("mlops-bom"));
        Set<String> managed =
                MANAGED.matcher(bom).results().map(found -> found.group(1)).collect(Collectors.toSet());

        managed.remove("mlops-bom");
        assertThat(managed).isEqualTo(LocalRepository.MODULES.keySet());
        assertThat(bom)
                .contains("<version>" + LocalRepository.VERSION + "</version>")
                .doesNotContain("<parent>");
        assertThat(Files.readString(EMBED.resolve("pom.xml")))
                .contains("<version>" + LocalRepository.VERSION + "</version>")
                .doesNotContain("<parent>");
    }

    /** Maven Central's requirements; name and description are each module's own, the rest is the parent's. */
    @Test
    void publishesCompletePomsAndSources() throws IOException {
        for (String root : List.of("mlops-parent", "mlops-bom")) {
            assertThat(Files.readString(LocalRepository.pom(root)))
                    .contains("<name>", "<description>", "<url>", "<licenses>", "<developers>", "<scm", "<connection>")
                    .doesNotContain("<repositories>");
        }
        for (String artifact : LocalRepository.MODULES.keySet()) {
            assertThat(Files.readString(LocalRepository.pom(artifact)))
                    .contains("<name>" + artifact + "</name>", "<description>");
            try (ZipFile sources =
                    new ZipFile(LocalRepository.file(artifact, "-sources.jar").toFile())) {
                assertThat(sources.stream().filter(entry -> entry.getName().endsWith(".java")))
                        .as(artifact)
                        .isNotEmpty();
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "mlops.campaign", matches = "true")
    void documentsWhatIsPublic() throws IOException {
        for (String artifact : LocalRepository.MODULES.keySet()) {
            Path javadoc = LocalRepository.file(artifact, "-javadoc.jar");
            Files.deleteIfExists(javadoc);

            maven(
                    LocalRepository.pom(artifact).resolveSibling(""),
                    "'" + LocalRepository.ROOT.resolve("mvnw") + "' --quiet -Prelease javadoc:jar@javadoc");

            assertThat(javadoc).isNotEmptyFile();
        }
    }

    /** Runs shell lines whose Maven sees the artifacts, the libraries that are there already, and no network. */
    private String maven(Path where, String lines) {
        String options = "--offline --batch-mode -Dmaven.repo.local=" + repository.path() + " -Dmaven.repo.local.tail="
                + System.getProperty("maven.repository");
        Command.Output output = Command.find("bash", Map.of("MAVEN_ARGS", options))
                .run(List.of("-euc", "cd \"$0\"\n" + lines, where.toString()));
        assertThat(output.status()).as(output.text()).isZero();
        return output.text();
    }
}
