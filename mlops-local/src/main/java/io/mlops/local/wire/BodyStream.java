package io.mlops.local.wire;

import io.mlops.local.call.Trailers;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A request's body as a stream that remembers its length and CRC-32, and gives its trailers. What it remembers is for the
 * record of calls alone: a digest would cost as much as all else that is done with a large body.
 */
final class BodyStream extends FilterInputStream implements Trailers {
    private final Set<String> announced;
    private final Optional<Long> declared;
    private final CRC32 crc32 = new CRC32();
    private long length;

    BodyStream(InputStream stream, Optional<Long> declared, Set<String> announced) {
        super(stream);
        this.announced = Set.copyOf(announced);
        this.declared = declared;
    }

    RequestBody asRequestBody() {
        return declared.isPresent()
                ? RequestBody.fromContentProvider(() -> this, declared.get(), "application/octet-stream")
                : RequestBody.fromContentProvider(() -> this, "application/octet-stream");
    }

    @Override
    public Set<String> announced() {
        return announced;
    }

    @Override
    public Optional<String> trailer(String name) {
        return in instanceof AwsChunkedInputStream chunked
                ? Optional.ofNullable(chunked.trailers().get(name))
                : Optional.empty();
    }

    String summary() {
        return summary(length, crc32);
    }

    /** What a record of calls has in place of content. */
    static String summary(byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(content);
        return summary(content.length, sum);
    }

    private static String summary(long length, CRC32 sum) {
        return "length=%d crc32=%08x".formatted(length, sum.getValue());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int read;
        try {
            read = super.read(buffer, offset, count);
        } catch (IOException e) {
            throw new BrokenOffException(e);
        }
        if (read > 0) {
            crc32.update(buffer, offset, read);
            length += read;
        }
        return read;
    }

    /** The client went away before its body was whole. */
    static final class BrokenOffException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOffException(IOException cause) {
            super(cause);
        }
    }
}
