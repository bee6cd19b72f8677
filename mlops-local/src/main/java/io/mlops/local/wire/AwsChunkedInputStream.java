package io.mlops.local.wire;

import io.mlops.local.call.Refusals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decodes {@code aws-chunked}: chunks of {@code <hex size>;chunk-signature=…}, a last one of size 0, and trailing
 * headers such as {@code x-amz-checksum-crc32} (Amazon S3 API reference, Signature Version 4 with multiple chunks).
 * Where they are signed, a chunk whose signature is wrong ends the stream with S3's error.
 */
final class AwsChunkedInputStream extends InputStream {
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_TRAILERS = 20;

    private static final String SIGNATURE = "chunk-signature=";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final InputStream encoded;
    private final Optional<ChunkSignatures> signatures;
    private final Map<String, String> trailers = new TreeMap<>();
    private String signature = "";
    private long left;
    private boolean ended;

    AwsChunkedInputStream(InputStream encoded, Optional<ChunkSignatures> signatures) {
        this.encoded = encoded;
        this.signatures = signatures;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = encoded.read(buffer, offset, (int) Math.min(count, left));
        if (read < 0) {
            throw Refusals.of("IncompleteBody", 400, "The request body terminated unexpectedly");
        }
        left -= read;
        signatures.ifPresent(all -> all.update(buffer, offset, read));
        if (left == 0) {
            signatures.ifPresent(all -> all.endChunk(signature));
            line();
        }
        return read;
    }

    private void nextChunk() throws IOException {
        String header = line();
        int semicolon = header.indexOf(';');
        try {
            left = Long.parseLong(semicolon < 0 ? header : header.substring(0, semicolon), 16);
        } catch (NumberFormatException e) {
            throw Refusals.of("InvalidRequest", 400, "The chunk header is not a size in hexadecimal");
        }
        int signed = header.indexOf(SIGNATURE);
        signature = signed < 0 ? "" : header.substring(signed + SIGNATURE.length());
        if (left < 0) {
            throw Refusals.of("InvalidRequest", 400, "The chunk header is not a size in hexadecimal");
        } else if (left == 0) {
            ended = true;
            signatures.ifPresent(all -> all.endChunk(signature));
            readTrailers();
        }
    }

    private void readTrailers() throws IOException {
        StringBuilder signed = new StringBuilder();
        for (String line = line(); !line.isEmpty() && trailers.size() < MOST_TRAILERS; line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).strip();
                trailers.put(name, value);
                signed.append(name.equals(TRAILER_SIGNATURE) ? "" : name + ":" + value + "\n");
            }
        }
        if (!signed.isEmpty()) {
            String trailerSignature = trailers.getOrDefault(TRAILER_SIGNATURE, "");
            signatures.ifPresent(all -> all.endTrailers(signed.toString(), trailerSignature));
        }
    }

    /** The headers that came behind the body, names in lower case; all of them once the body was read. */
    Map<String, String> trailers() {
        return trailers;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = encoded.read(); b >= 0 && b != '\n'; b = encoded.read()) {
            if (line.size() >= LONGEST_LINE) {
                throw Refusals.of("InvalidRequest", 400, "A chunk header is longer than 8192 bytes");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
