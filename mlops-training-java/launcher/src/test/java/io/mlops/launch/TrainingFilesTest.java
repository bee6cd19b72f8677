package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingFilesTest {
    private static final S3Uri MODEL = new S3Uri("b", "models/j/output/model.tar.gz");
    private static final String OUTPUT = "s3://b/models/j/output/output.tar.gz";

    private final FakeS3 s3 = new FakeS3();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void readsTheKnownFilesAtTheRoot() throws IOException {
        s3.objects.put(
                OUTPUT,
                Archives.of(Map.of(
                        "./statistics.json", "{}",
                        "deep/constraints.json", "{}",
                        "../evaluation.json", "{}",
                        "provenance.json", "{\"seed\":\"7\"}")));

        TrainingFiles files = read();

        assertThat(files.get("statistics.json")).isPresent();
        assertThat(files.get("constraints.json")).isEmpty();
        assertThat(files.get("evaluation.json")).isEmpty();
        assertThat(files.get("provenance.json")).isPresent();
    }

    @Test
    void findsNothingWhereTheContainerWroteNothing() {
        s3.objects.put(OUTPUT + ".old", new byte[0]);
        assertThat(read().get("evaluation.json")).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void keepsWhatWasReadableOfACutArchive() throws IOException {
        byte[] whole = Archives.of(Map.of("statistics.json", "{}".repeat(5000)));
        s3.objects.put(OUTPUT, Arrays.copyOf(whole, whole.length / 2));

        assertThat(read().get("statistics.json")).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("is not all noted: " + OUTPUT);
    }

    @Test
    void leavesOutAFileThatIsTooLarge() throws IOException {
        s3.objects.put(OUTPUT, Archives.of(Map.of("statistics.json", " ".repeat((16 << 20) + 1))));

        assertThat(read().get("statistics.json")).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("statistics.json is left out");
    }

    @Test
    void goesOnWithoutFilesThatItMayNotRead() throws IOException {
        s3.objects.put(OUTPUT, Archives.of(Map.of()));
        s3.denied = "s3:GetObject";

        assertThat(read().get("evaluation.json")).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("not authorized");
    }

    private TrainingFiles read() {
        return TrainingFiles.beside(
                MODEL, new S3Objects(() -> s3, null), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }
}
