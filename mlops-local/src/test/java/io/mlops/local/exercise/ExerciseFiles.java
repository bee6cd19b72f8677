package io.mlops.local.exercise;

import io.mlops.local.lambda.EchoHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files that steps name by {@code {file: name}}. */
final class ExerciseFiles {
    private ExerciseFiles() {}

    static void write(Path directory) {
        try {
            Files.createDirectories(directory);
            String echo = EchoHandler.class.getName().replace('.', '/') + ".class";
            try (InputStream code = ExerciseFiles.class.getResourceAsStream("/" + echo)) {
                Files.write(directory.resolve("echo.zip"), zip(Map.of(echo, code.readAllBytes())));
            }
            byte[] text = "hello\n".getBytes(StandardCharsets.UTF_8);
            Files.write(directory.resolve("source.zip"), zip(Map.of("hello.txt", text)));
            Files.write(directory.resolve("five-mebibytes.bin"), new byte[5 * 1024 * 1024]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
