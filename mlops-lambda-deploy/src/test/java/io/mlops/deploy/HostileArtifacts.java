package io.mlops.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes artifacts that somebody who may write the artifact bucket could put there. */
final class HostileArtifacts {
    private HostileArtifacts() {}

    /** The good files and one more entry, which may have any name. */
    static byte[] with(Map<String, String> good, String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, name, content);
            for (Map.Entry<String, String> file : good.entrySet()) {
                put(zip, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The good files and a gigabyte of zeros in a megabyte. */
    static byte[] bomb(Map<String, String> good) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                zip.write(zeros);
            }
            for (Map.Entry<String, String> file : good.entrySet()) {
                put(zip, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] manyEntries(Map<String, String> good) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            files.put("file" + i, "");
        }
        files.putAll(good);
        return Zips.of(files);
    }

    /** A file of the same name twice, which Java's writer refuses to write. */
    static byte[] twice(Map<String, String> good, String name, String content) {
        String other = name.substring(0, name.length() - 1) + "~";
        byte[] zip = with(good, other, content.getBytes(StandardCharsets.UTF_8));
        return new String(zip, StandardCharsets.ISO_8859_1).replace(other, name).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] cut(Map<String, String> good) {
        byte[] zip = Zips.of(good);
        return Arrays.copyOf(zip, zip.length / 2);
    }

    static byte[] withoutEnd(Map<String, String> good) {
        byte[] zip = Zips.of(good);
        return Arrays.copyOf(zip, zip.length - 22);
    }

    static byte[] large(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Bytes of the data are changed, so that its checksum is not its own. */
    static byte[] damaged(Map<String, String> good) {
        byte[] zip = Zips.of(good);
        for (int i = 60; i < 70; i++) {
            zip[i] ^= 0x55;
        }
        return zip;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }
}
