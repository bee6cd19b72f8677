package io.mlops.deploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.deploy.job.JobFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactZipTest {
    private static final String FILE = "model_package_arn.txt";

    @Test
    void readsTheNamedFiles() throws IOException {
        byte[] zip = zip(FILE, "arn", "reports/junit.xml", "<testsuite/>");

        assertThat(ArtifactZip.read("TestOutput", zip, Set.of(FILE))).containsExactly(Map.entry(FILE, "arn"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/passwd", "a\\..\\b", "./" + FILE, "C:evil"})
    void refusesAPathThatLeavesTheArtifact(String path) throws IOException {
        assertRefused(zip(path, "x", FILE, "arn"), "path");
    }

    @Test
    void refusesTwoFilesOfOneName() throws IOException {
        byte[] zip = zip(FILE, "arn", "model_package_arn.tx2", "other");
        byte[] twice = replace(zip, "model_package_arn.tx2", FILE);

        assertRefused(twice, "twice");
    }

    @Test
    void refusesAnArchiveThatSwells() throws IOException {
        assertRefused(zip("zeros", "0".repeat(20 << 20), FILE, "arn"), "unpacks to more than");
    }

    @Test
    void refusesANamedFileThatIsTooLarge() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        while (text.length() <= ArtifactZip.MOST_FILE_BYTES) {
            text.append(Long.toHexString(random.nextLong()));
        }
        assertRefused(zip(FILE, text.toString()), "file of more than");
    }

    @Test
    void refusesTooManyEntries() throws IOException {
        String[] files = new String[2 * (ArtifactZip.MOST_ENTRIES + 1)];
        for (int i = 0; i < files.length; i += 2) {
            files[i] = "file" + i;
            files[i + 1] = "";
        }
        assertRefused(zip(files), "more than 1000 entries");
    }

    @Test
    void refusesATruncatedArchive() throws IOException {
        byte[] zip = zip(FILE, "arn", "other", "x");

        assertRefused(Arrays.copyOf(zip, zip.length - 30), "end is missing");
    }

    @Test
    void refusesWhatIsNoArchive() {
        assertRefused("not a zip".getBytes(StandardCharsets.UTF_8), "not a whole zip");
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        assertRefused(zip("other", "x"), "has no file " + FILE);
    }

    private static void assertRefused(byte[] zip, String why) {
        assertThatThrownBy(() -> ArtifactZip.read("TestOutput", zip, Set.of(FILE)))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("artifact TestOutput")
                .hasMessageContaining(why);
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] replace(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
