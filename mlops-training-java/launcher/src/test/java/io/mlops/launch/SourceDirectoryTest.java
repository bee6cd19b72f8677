package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.contract.TrainingSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceDirectoryTest {
    @TempDir
    Path temporary;

    private Path source;
    private Path code;

    @BeforeEach
    void write() throws IOException {
        source = Files.createDirectory(temporary.resolve("source"));
        code = Files.createDirectories(source.resolve("ml/code"));
        Files.writeString(code.resolve("train.py"), "print('trained')");
        Files.writeString(Files.createDirectory(code.resolve("lib")).resolve("a.py"), "");
    }

    @Test
    void findsTheFilesInTheOrderOfTheirNames() {
        SourceDirectory found = find("ml/code", "train.py");

        assertThat(found.files()).extracting(found::name).containsExactly("lib/a.py", "train.py");
    }

    @Test
    void takesTheWholeSource() {
        SourceDirectory found = find(".", "ml/code/train.py");

        assertThat(found.files()).extracting(found::name).containsExactly("ml/code/lib/a.py", "ml/code/train.py");
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "../other", "ml/../../other", "/", "ml/code/train.py", "link"})
    void refusesWhatIsNoDirectoryOfTheSource(String directory) throws IOException {
        Files.createDirectory(temporary.resolve("other"));
        Files.createSymbolicLink(source.resolve("link"), temporary.resolve("other"));

        assertThatThrownBy(() -> find(directory, "train.py"))
                .isInstanceOf(LaunchFailedException.class)
                .hasMessageContaining("script.directory: got " + directory);
    }

    @Test
    void refusesAPathThatLeadsThroughALink() throws IOException {
        Files.createSymbolicLink(source.resolve("alias"), source.resolve("ml"));

        assertThatThrownBy(() -> find("alias/code", "train.py")).hasMessageContaining("got alias/code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "train.py", "lib", "nowhere"})
    void refusesALinkWhateverItNames(String target) throws IOException {
        Files.createSymbolicLink(code.resolve("data.csv"), Path.of(target));

        assertThatThrownBy(() -> find("ml/code", "train.py"))
                .isInstanceOf(LaunchFailedException.class)
                .hasMessageContaining("data.csv is a symbolic link")
                .hasMessageContaining("replace it by the file itself");
    }

    @Test
    void refusesWhatIsNoFile() throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", code.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> find("ml/code", "train.py")).hasMessageContaining("pipe is no regular file");
    }

    @Test
    void namesWhatTheDirectoryHoldsInPlaceOfTheScript() {
        assertThatThrownBy(() -> find("ml/code", "main.py"))
                .hasMessageContaining("script.entryPoint: got main.py")
                .hasMessageContaining("lib/a.py, train.py");
    }

    @Test
    void refusesTooManyBytes() throws IOException {
        try (RandomAccessFile data =
                new RandomAccessFile(code.resolve("data.csv").toFile(), "rw")) {
            data.setLength(SourceDirectory.MOST_BYTES);
        }

        assertThatThrownBy(() -> find("ml/code", "train.py"))
                .hasMessageContaining("more than 268435456 bytes")
                .hasMessageContaining("keep data in a channel");
    }

    @Test
    void refusesTooManyFiles() throws IOException {
        for (int file = 0; file < SourceDirectory.MOST_FILES; file++) {
            Files.createFile(code.resolve("lib/" + file));
        }

        assertThatThrownBy(() -> find("ml/code", "train.py")).hasMessageContaining("more than 10000 files");
    }

    private SourceDirectory find(String directory, String entryPoint) {
        return SourceDirectory.of(source, new TrainingSettings.Script(directory, entryPoint, "s3://bucket/code/"));
    }
}
