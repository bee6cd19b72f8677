package io.mlops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAwsCommandTest {
    @TempDir
    private Path directory;

    private String refused(String... arguments) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);

        int status = LocalAwsCommand.execute(stream, stream, arguments);

        assertThat(status).isEqualTo(2);
        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("mlops-local: ").doesNotContain("\tat ").contains("start --help");
        return text;
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(refused("start", "--dir", directory.toString(), "--port", port))
                    .contains("port " + port + " of 127.0.0.1 is taken", "choose another, or 0");
        }
    }

    @Test
    void saysWhichDirectoryCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(refused("start", "--port", "0", "--dir", file.resolve("d").toString()))
                .contains("the directory " + file.resolve("d") + " cannot be written", "choose one");
        assertThat(refused(
                        "start",
                        "--port",
                        "0",
                        "--record",
                        file.resolve("calls").toString()))
                .contains("the call record " + file.resolve("calls") + " cannot be written");
    }

    @Test
    void saysWhatEachOptionAccepts() {
        assertThat(refused("start", "--image", "fraud:1")).contains("--image fraud:1: URI=COMMAND is accepted");
        for (String port : new String[] {"70000", "65536", "-1", "http", "4.5", "99999999999", ""}) {
            assertThat(refused("start", "--port=" + port))
                    .startsWith("mlops-local: port " + port + ": 1 to 65535 is accepted, or 0 for a free one\n");
        }
        assertThat(refused("start", "--iam", "strict")).contains("expected one of [ENFORCE, RECORD, OFF]");
        assertThat(refused("start", "--account", "1")).contains("account 1: 12 digits are accepted");
        assertThat(refused("start", "--region", "Ireland")).contains("region Ireland: a name as eu-west-1");
        assertThat(refused("start", "--ports", "1")).contains("Unknown option");
        assertThat(refused()).contains("no command was given; start is accepted");
        assertThat(refused("stop")).contains("stop");
    }
}
