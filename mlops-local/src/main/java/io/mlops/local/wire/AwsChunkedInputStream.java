package io.mlops.local.wire;

import io.mlops.local.call.Refusals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decodes {@code aws-chunked}: chunks of {@code <hex size>;chunk-signature=…}, a last one of size 0, and trailing
 * headers such as {@code x-amz-checksum-crc32} (Amazon S3 API reference, Signature Version 4 with multiple chunks).
 */
final class AwsChunkedInputStream extends InputStream {
    private static final int LONGEST_LINE = 8192;

    private final InputStream encoded;
    private final Map<String, String> trailers = new TreeMap<>();
    private long left;
    private boolean ended;

    AwsChunkedInputStream(InputStream encoded) {
        this.encoded = encoded;
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
        if (left == 0) {
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
        if (left == 0) {
            ended = true;
            readTrailers();
        }
    }

    private void readTrailers() throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
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
