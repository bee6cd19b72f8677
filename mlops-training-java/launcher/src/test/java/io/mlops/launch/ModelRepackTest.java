package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.contract.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRepackTest {
    private static final S3Uri MODEL = new S3Uri("b", "models/j/output/model.tar.gz");
    private static final S3Uri PACKAGE = new S3Uri("b", "models/j/package/model.tar.gz");

    @TempDir
    Path directory;

    private final FakeS3 s3 = new FakeS3();

    @Test
    void putsTheScriptBesideTheModelInPlaceOfOlderCode() throws IOException {
        s3.objects.put(
                MODEL.toString(),
                Archives.of(Map.of(
                        "./model.joblib", "model",
                        "code/old.py", "old",
                        "./code/older.py", "older",
                        "codebook.txt", "kept")));

        repack();

        assertThat(Archives.texts(s3.bytes(PACKAGE.toString())))
                .isEqualTo(Map.of("./model.joblib", "model", "codebook.txt", "kept", "code/train.py", "print()"));
    }

    @Test
    void saysThatTheModelIsNotThere() {
        assertThatThrownBy(this::repack)
                .isInstanceOf(LaunchFailedException.class)
                .hasMessageContaining(
                        MODEL + " could not be packed with its script: The specified key does not exist.");
    }

    @Test
    void saysThatTheModelIsNoArchive() {
        s3.objects.put(MODEL.toString(), new byte[] {1, 2, 3});

        assertThatThrownBy(this::repack)
                .isInstanceOf(LaunchFailedException.class)
                .hasMessageContaining("could not be packed");
        assertThat(s3.objects).containsOnlyKeys(MODEL.toString());
    }

    private void repack() throws IOException {
        Path code = Files.createDirectories(directory.resolve("code"));
        Files.writeString(code.resolve("train.py"), "print()");
        SourceDirectory source =
                SourceDirectory.of(directory, new TrainingSettings.Script("code", "train.py", "s3://b/code/"));
        new ModelRepack(new S3Objects(() -> s3, null)).repack(MODEL, source, PACKAGE);
    }
}
