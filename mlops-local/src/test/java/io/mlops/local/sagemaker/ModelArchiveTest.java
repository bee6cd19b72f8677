package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArchiveTest {
    @TempDir
    private Path directory;

    @Test
    void unpacksWhatItPacked() throws IOException {
        Path from = Files.createDirectories(directory.resolve("from/code"));
        Files.writeString(from.resolve("run.sh"), "echo");
        assertThat(from.resolve("run.sh").toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("from/" + "long".repeat(40) + ".txt"), "model");
        Files.createSymbolicLink(directory.resolve("from/latest"), from.resolve("run.sh"));

        ModelArchive.pack(directory.resolve("from"), directory.resolve("a.tar.gz"));
        ModelArchive.unpack(directory.resolve("a.tar.gz"), Files.createDirectory(directory.resolve("to")));

        assertThat(directory.resolve("to/" + "long".repeat(40) + ".txt")).hasContent("model");
        assertThat(directory.resolve("to/code/run.sh")).isExecutable().hasContent("echo");
        assertThat(directory.resolve("to/latest")).isRegularFile().hasContent("echo");
    }

    @Test
    void refusesALinkOutOfTheDirectory() throws IOException {
        Path from = Files.createDirectory(directory.resolve("from"));
        Files.createSymbolicLink(from.resolve("out"), directory);

        assertThatThrownBy(() -> ModelArchive.pack(from, directory.resolve("a.tar.gz")))
                .hasMessageContaining("out is a link");
    }

    @Test
    void unpacksNothingOutsideTheDirectory() throws IOException {
        TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
        link.setLinkName("/etc");

        assertThatThrownBy(() -> unpack(new TarArchiveEntry("../evil")))
                .hasMessageContaining("../evil leads out of the model's directory");
        assertThatThrownBy(() -> unpack(new TarArchiveEntry("/evil", true)))
                .hasMessageContaining("/evil leads out of the model's directory");
        assertThatThrownBy(() -> unpack(link)).hasMessageContaining("neither a file nor a directory");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    private void unpack(TarArchiveEntry entry) throws IOException {
        Path archive = directory.resolve("evil.tar.gz");
        byte[] content = "x".getBytes(StandardCharsets.UTF_8);
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            entry.setSize(entry.isSymbolicLink() ? 0 : content.length);
            tar.putArchiveEntry(entry);
            if (!entry.isSymbolicLink()) {
                tar.write(content);
            }
            tar.closeArchiveEntry();
        }
        ModelArchive.unpack(archive, Files.createDirectories(directory.resolve("to")));
    }
}
