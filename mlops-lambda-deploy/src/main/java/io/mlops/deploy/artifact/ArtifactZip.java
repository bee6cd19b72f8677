package io.mlops.deploy.artifact;

import io.mlops.deploy.job.JobFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.services.codepipeline.model.FailureType;

/**
 * A few named text files out of an artifact's zip, which is untrusted: nothing is written to disk, and whatever leaves
 * the artifact, comes twice, is cut off, or swells is refused.
 */
final class ArtifactZip {
    /** The zip itself, 16 MiB. */
    static final int MOST_BYTES = 16 << 20;

    static final int MOST_ENTRIES = 1_000;
    /** One of the named files, 1 MiB. */
    static final int MOST_FILE_BYTES = 1 << 20;
    /** All entries together: 64 MiB, and no more than 100 times the zip and 1 MiB. */
    private static final long MOST_UNPACKED_BYTES = 64 << 20;

    private static final int MOST_RATIO = 100;
    /** Signature of the end of central directory record, which has at least 22 bytes and a comment of 65,535 at most. */
    private static final byte[] END_SIGNATURE = {'P', 'K', 5, 6};

    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;

    private final String artifact;
    private final byte[] zip;
    private final long mostUnpacked;
    private long unpacked;

    private ArtifactZip(String artifact, byte[] zip) {
        this.artifact = artifact;
        this.zip = zip;
        this.mostUnpacked = Math.min(MOST_UNPACKED_BYTES, (long) MOST_RATIO * zip.length + MOST_FILE_BYTES);
    }

    /**
     * Reads files.
     *
     * @param artifact the artifact's name, for messages
     * @param zip the zip
     * @param names the wanted files' paths in the zip
     * @return the wanted files' texts by path, all of them
     * @throws JobFailedException if the zip breaks a bound, or a file is missing
     */
    static Map<String, String> read(String artifact, byte[] zip, Set<String> names) {
        return new ArtifactZip(artifact, zip).read(names);
    }

    private Map<String, String> read(Set<String> names) {
        Map<String, String> files = new HashMap<>();
        Set<String> seen = new HashSet<>();
        requireEnd();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                requireName(entry.getName(), seen);
                if (names.contains(entry.getName())) {
                    files.put(entry.getName(), text(entry.getName(), entries));
                } else {
                    skip(entries);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw refused("is not a readable zip: " + e.getMessage());
        }
        for (String name : names) {
            if (!files.containsKey(name)) {
                throw refused("has no file " + name + "; the action that writes the artifact must put it there");
            }
        }
        return files;
    }

    /** Java's stream reader takes a zip that is cut between two entries for a whole one. */
    private void requireEnd() {
        int first = Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT);
        for (int at = zip.length - END_BYTES; at >= first; at--) {
            if (Arrays.equals(zip, at, at + END_SIGNATURE.length, END_SIGNATURE, 0, END_SIGNATURE.length)) {
                return;
            }
        }
        throw refused("is not a whole zip: its end is missing");
    }

    private void requireName(String name, Set<String> seen) {
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                throw refused("holds a path that leaves it: " + shown(name));
            }
        }
        if (name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0 || name.indexOf(':') >= 0) {
            throw refused("holds a path that is not relative: " + shown(name));
        }
        if (!seen.add(name)) {
            throw refused("holds a path twice: " + shown(name));
        }
        if (seen.size() > MOST_ENTRIES) {
            throw refused("holds more than " + MOST_ENTRIES + " entries");
        }
    }

    private String text(String name, ZipInputStream entries) throws IOException {
        byte[] bytes = entries.readNBytes(MOST_FILE_BYTES + 1);
        if (bytes.length > MOST_FILE_BYTES) {
            throw refused("holds a file of more than " + MOST_FILE_BYTES + " bytes: " + name);
        }
        count(bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void skip(ZipInputStream entries) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = entries.read(buffer); read >= 0; read = entries.read(buffer)) {
            count(read);
        }
    }

    private void count(int bytes) {
        unpacked += bytes;
        if (unpacked > mostUnpacked) {
            throw refused("unpacks to more than " + mostUnpacked + " bytes from " + zip.length);
        }
    }

    private JobFailedException refused(String why) {
        return new JobFailedException(FailureType.CONFIGURATION_ERROR, "artifact " + artifact + " " + why);
    }

    private static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 100 ? printable : printable.substring(0, 100) + "…";
    }
}
