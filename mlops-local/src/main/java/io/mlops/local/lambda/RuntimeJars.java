package io.mlops.local.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * AWS's runtime interface client, which drives Java functions on AWS too. Its jars are kept inside ours and unpacked, so
 * that a function's class path holds nothing of the emulator's.
 */
final class RuntimeJars {
    private static final List<String> NAMES = List.of(
            "aws-lambda-java-runtime-interface-client.jar",
            "aws-lambda-java-core.jar",
            "aws-lambda-java-serialization.jar",
            "annotations.jar",
            "utils-lite.jar");

    private RuntimeJars() {}

    /** Unpacks the jars where they are missing, and names them as a class path. */
    static String classPath(Path directory) {
        List<String> paths = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            for (String name : NAMES) {
                Path jar = directory.resolve(name);
                if (!Files.exists(jar)) {
                    unpack(name, jar);
                }
                paths.add(jar.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.join(File.pathSeparator, paths);
    }

    /**
     * Unpacks the client's native library. Left to itself the client unpacks it to one fixed path for all runs and users
     * of the machine.
     *
     * @return the library, or empty where the client has none for this system: it is made for Linux alone
     */
    static Optional<Path> nativeLibrary(Path directory) {
        String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String libc =
                Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"))
                        ? "linux_musl"
                        : "linux";
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        Path library = directory.resolve("libaws-lambda-jni.so");
        try (ZipFile jar = new ZipFile(directory.resolve(NAMES.get(0)).toFile())) {
            ZipEntry entry = jar.getEntry("jni/libaws-lambda-jni." + libc + "-" + arch + ".so");
            if (entry == null) {
                return Optional.empty();
            }
            if (!Files.exists(library)) {
                Path part = Files.createTempFile(directory, "jni", ".part");
                Files.copy(jar.getInputStream(entry), part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
            }
            return Optional.of(library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(String name, Path jar) throws IOException {
        Path part = Files.createTempFile(jar.getParent(), name, ".part");
        try (InputStream stream = RuntimeJars.class.getResourceAsStream("runtime/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("runtime/" + name + " is missing from the jar");
            }
            Files.copy(stream, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
    }
}
