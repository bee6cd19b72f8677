package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceArchiveTest {
    private static final String LONG = "long-" + "x".repeat(150) + "/ä.py";

    @TempDir
    Path directory;

    @Test
    void packsTheFilesAtTheArchivesRoot() throws IOException {
        Path archive = directory.resolve("sourcedir.tar.gz");

        String unused = SourceArchive.pack(source("a"), archive);

        assertThat(Archives.texts(Files.readAllBytes(archive)))
                .isEqualTo(Map.of("train.py", "print()", "lib/a.py", "", LONG, "a"));
    }

    @Test
    void packsTheSameFilesIntoTheSameBytes() throws IOException {
        SourceDirectory first = source("a");
        SourceDirectory second = source("b");
        for (Path file : second.files()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        }

        String digest = SourceArchive.pack(first, directory.resolve("1.tar.gz"));

        assertThat(SourceArchive.pack(second, directory.resolve("2.tar.gz"))).isEqualTo(digest);
        assertThat(directory.resolve("1.tar.gz")).hasSameBinaryContentAs(directory.resolve("2.tar.gz"));
    }

    @Test
    void packsOtherFilesIntoAnotherDigest() throws IOException {
        String digest = SourceArchive.pack(source("a"), directory.resolve("1.tar.gz"));
        SourceDirectory other = source("b");
        Files.writeString(other.root().resolve("train.py"), "print(1)");

        assertThat(SourceArchive.pack(other, directory.resolve("2.tar.gz"))).isNotEqualTo(digest);
    }

    @Test
    void writesWhatTarUnpacks() throws IOException, InterruptedException {
        SourceDirectory source = source("a");
        Path archive = directory.resolve("sourcedir.tar.gz");
        String unused = SourceArchive.pack(source, archive);
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));

        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", unpacked.toString())
                .inheritIO()
                .start();

        assertThat(tar.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(tar.exitValue()).isZero();
        assertThat(source.files())
                .allSatisfy(
                        file -> assertThat(unpacked.resolve(source.name(file))).hasSameBinaryContentAs(file));
        assertThat(Files.isExecutable(unpacked.resolve("train.py"))).isTrue();
        assertThat(Files.isExecutable(unpacked.resolve("lib/a.py"))).isFalse();
    }

    private SourceDirectory source(String name) throws IOException {
        Path root = Files.createDirectory(directory.resolve(name));
        Files.writeString(root.resolve("train.py"), "print()");
        assertThat(root.resolve("train.py").toFile().setExecutable(true)).isTrue();
        Files.writeString(Files.createDirectory(root.resolve("lib")).resolve("a.py"), "");
        Path deep = root.resolve(LONG);
        Path unused = Files.createDirectory(root.resolve(LONG.substring(0, LONG.indexOf('/'))));
        Files.writeString(deep, "a");
        return SourceDirectory.of(directory, new TrainingSettings.Script(name, "train.py", "s3://bucket/code/"));
    }
}
