package io.mlops.local.lambda;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;

/**
 * A function's deployment package, unpacked. Limits are Lambda's: 250 MB unpacked, 50 MB in a request (Lambda quotas).
 *
 * <p>Classes come into one jar that precedes the function's own {@code lib/*.jar}: thousands of small files would cost
 * seconds to write and to delete. All else is a file, as on AWS.
 *
 * @param directory where it was unpacked: the function's working directory
 * @param sha256 the package's digest in base64, as {@code CodeSha256} has it
 * @param size the package's size in bytes
 */
record FunctionCode(Path directory, String sha256, long size) {
    static final long LARGEST = 262_144_000;
    static final int LARGEST_UPLOAD = 52_428_800;
    private static final int MOST_ENTRIES = 100_000;

    /** The runtime takes the jars of this directory in the order of their names. */
    private static final String CLASSES = "lib/00-classes.jar";

    static FunctionCode unpack(byte[] zip, Path functions) {
        try {
            Files.createDirectories(functions);
            Path directory = Files.createTempDirectory(functions, "code");
            Path classes = directory.resolve(CLASSES);
            Files.createDirectories(classes.getParent());
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(classes), 1 << 20);
                    ZipOutputStream jar = new ZipOutputStream(file)) {
                jar.setLevel(Deflater.NO_COMPRESSION);
                unpackInto(directory, jar, zip);
            }
            return new FunctionCode(directory, digest(zip), zip.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpackInto(Path directory, ZipOutputStream classes, byte[] zip) throws IOException {
        long left = LARGEST;
        int entries = 0;
        try (ZipInputStream stream = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
                entries++;
                Path target = directory.resolve(entry.getName()).normalize();
                if (!target.startsWith(directory) || entries > MOST_ENTRIES) {
                    throw unusable();
                } else if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.getName().endsWith(".class")) {
                    classes.putNextEntry(new ZipEntry(entry.getName()));
                    left -= copy(stream, classes, left);
                } else {
                    if (Files.isDirectory(target)) {
                        throw unusable();
                    }
                    Files.createDirectories(target.getParent());
                    left -= write(stream, target, left);
                }
            }
        } catch (ZipException | FileAlreadyExistsException | InvalidPathException e) {
            throw unusable();
        }
        if (entries == 0) {
            throw unusable();
        }
    }

    private static long write(InputStream stream, Path target, long atMost) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            return copy(stream, out, atMost);
        }
    }

    private static long copy(InputStream from, OutputStream to, long atMost) throws IOException {
        long copied = 0;
        byte[] buffer = new byte[65_536];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            copied += read;
            if (copied > atMost) {
                throw InvalidParameterValueException.builder()
                        .message("Unzipped size must be smaller than " + LARGEST + " bytes")
                        .build();
            }
            to.write(buffer, 0, read);
        }
        return copied;
    }

    private static InvalidParameterValueException unusable() {
        return InvalidParameterValueException.builder()
                .message("Could not unzip uploaded file. Please check your file, then try to upload again.")
                .build();
    }

    private static String digest(byte[] zip) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(zip));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
