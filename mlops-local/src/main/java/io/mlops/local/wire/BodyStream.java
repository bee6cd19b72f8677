package io.mlops.local.wire;

import io.mlops.local.call.Trailers;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;

/** A request's body as a stream that remembers its length and SHA-256, and gives its trailers. */
final class BodyStream extends FilterInputStream implements Trailers {
    private final Set<String> announced;
    private final Optional<Long> declared;
    private final MessageDigest sha256;
    private long length;

    BodyStream(InputStream stream, Optional<Long> declared, Set<String> announced) {
        super(stream);
        this.announced = Set.copyOf(announced);
        this.declared = declared;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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

    String digest() {
        return "length=" + length + " sha256=" + HexFormat.of().formatHex(copyOfDigest());
    }

    private byte[] copyOfDigest() {
        try {
            return ((MessageDigest) sha256.clone()).digest();
        } catch (CloneNotSupportedException e) {
            return sha256.digest();
        }
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
            sha256.update(buffer, offset, read);
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
