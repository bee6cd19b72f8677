package io.mlops.training;

import io.mlops.training.forest.GrownTree;
import io.mlops.training.forest.TreeStore;
import io.mlops.training.model.InvalidModelException;
import io.mlops.training.model.TreeCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Keeps trees in SageMaker's checkpoint directory, which is copied to S3 while the job runs and back when it is started
 * again. A file has the trees that were done since the last one: {@code trees-<first number>-<count>.bin}: fingerprint (64
 * bytes), then for each tree its number, gains (count and doubles) and {@link TreeCodec}'s bytes, then a CRC32C of all. Files
 * of another fingerprint, and those that were cut, are passed over.
 */
final class Checkpoints implements TreeStore {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Path directory;
    private final byte[] fingerprint;
    private final Clock clock;
    private final TreeMap<Integer, GrownTree> unsaved = new TreeMap<>();
    private Instant saved;

    /** The fingerprint is that of all that trees depend on: 64 characters. */
    Checkpoints(Path directory, String fingerprint, Clock clock) {
        this.directory = directory;
        this.fingerprint = fingerprint.getBytes(StandardCharsets.US_ASCII);
        this.clock = clock;
        this.saved = clock.instant();
    }

    @Override
    public Map<Integer, GrownTree> load() {
        Map<Integer, GrownTree> trees = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "trees-*.bin")) {
            for (Path file : files) {
                read(Files.readAllBytes(file), trees);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return trees;
    }

    private void read(byte[] bytes, Map<Integer, GrownTree> into) {
        int end = bytes.length - Integer.BYTES;
        if (end < fingerprint.length
                || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)
                || !ByteBuffer.wrap(bytes, 0, fingerprint.length).equals(ByteBuffer.wrap(fingerprint))) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, fingerprint.length, end - fingerprint.length);
        try {
            while (in.hasRemaining()) {
                int number = in.getInt();
                double[] gains = new double[Math.min(in.getInt(), in.remaining() / Double.BYTES)];
                for (int i = 0; i < gains.length; i++) {
                    gains[i] = in.getDouble();
                }
                into.put(number, new GrownTree(TreeCodec.read(in), gains));
            }
        } catch (BufferUnderflowException | InvalidModelException e) {
            // Its checksum is right and its content is not: written by another version. The trees are grown again.
            into.clear();
        }
    }

    @Override
    public void keep(int number, GrownTree tree) {
        unsaved.put(number, tree);
        if (Duration.between(saved, clock.instant()).compareTo(INTERVAL) >= 0) {
            save();
        }
    }

    /** Writes the trees that are not written yet. */
    void save() {
        if (unsaved.isEmpty()) {
            return;
        }
        byte[] bytes = bytes();
        Path file = directory.resolve("trees-" + unsaved.firstKey() + "-" + unsaved.size() + ".bin");
        try {
            Path partial = file.resolveSibling("." + file.getFileName());
            Files.write(partial, bytes);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unsaved.clear();
        saved = clock.instant();
    }

    private byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(fingerprint);
            for (Map.Entry<Integer, GrownTree> each : unsaved.entrySet()) {
                out.writeInt(each.getKey());
                out.writeInt(each.getValue().gains().length);
                for (double gain : each.getValue().gains()) {
                    out.writeDouble(gain);
                }
                TreeCodec.write(each.getValue().tree(), out);
            }
            out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
