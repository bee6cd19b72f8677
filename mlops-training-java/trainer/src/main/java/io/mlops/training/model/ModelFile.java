package io.mlops.training.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The model's file, {@value #NAME}. Big-endian throughout:
 *
 * <pre>
 * magic      8 bytes   "MLOPSRF" and a zero byte
 * version    int       2
 * length     int       of the payload
 * payload    see {@link ModelWriter}
 * checksum   int       CRC32C (RFC 3720, appendix B.4) of all before it
 * </pre>
 *
 * <p>Loading runs no code from the file, allocates no more than a small multiple of the file's size, and ends in a model
 * or in an {@link InvalidModelException}.
 */
public final class ModelFile {
    /** The file's name in the model directory. */
    public static final String NAME = "model.bin";
    /** The largest file that is loaded, in bytes: 1 GiB. */
    public static final long MOST_BYTES = 1L << 30;

    static final int VERSION = 2;
    private static final byte[] MAGIC = "MLOPSRF\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = MAGIC.length + 2 * Integer.BYTES;
    private static final int FRAME = HEADER + Integer.BYTES;

    private ModelFile() {}

    /**
     * Writes a model, first under another name, so that the file is whole or absent.
     *
     * @param model the model
     * @param file where to
     * @throws IOException if the file cannot be written
     */
    public static void write(Model model, Path file) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.write(partial, bytes(model));
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads a model.
     *
     * @param file the file
     * @return the model
     * @throws InvalidModelException if the file is absent, too large, cut, changed, or of another version
     * @throws IOException if the file cannot be read
     */
    public static Model read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidModelException(file + ": no such file; the model data must hold " + NAME);
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new InvalidModelException(file + ": " + Files.size(file) + " bytes; at most " + MOST_BYTES);
        }
        try {
            return model(Files.readAllBytes(file));
        } catch (InvalidModelException e) {
            throw new InvalidModelException(file + ": " + e.getMessage());
        }
    }

    static byte[] bytes(Model model) {
        byte[] payload = ModelWriter.payload(model);
        ByteBuffer buffer = ByteBuffer.allocate(Math.addExact(FRAME, payload.length));
        buffer.put(MAGIC).putInt(VERSION).putInt(payload.length).put(payload);
        buffer.putInt(checksum(buffer.array(), buffer.position()));
        return buffer.array();
    }

    static Model model(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < FRAME || Arrays.mismatch(bytes, MAGIC) < MAGIC.length) {
            throw new InvalidModelException("not a model file of this trainer");
        }
        int version = buffer.position(MAGIC.length).getInt();
        if (version != VERSION) {
            throw new InvalidModelException(
                    "model format version " + version + "; this trainer reads version " + VERSION);
        }
        int length = buffer.getInt();
        if (length != bytes.length - FRAME) {
            throw new InvalidModelException("the file is cut or longer than it says: " + length
                    + " bytes of payload expected, " + (bytes.length - FRAME) + " found");
        }
        if (buffer.getInt(HEADER + length) != checksum(bytes, HEADER + length)) {
            throw new InvalidModelException("the checksum does not match: the file was changed after it was written");
        }
        return new ModelReader(buffer.slice(HEADER, length)).model();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
