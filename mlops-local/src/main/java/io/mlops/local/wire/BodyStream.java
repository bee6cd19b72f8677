package io.mlops.local.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/** A request's body as a stream that remembers its length and SHA-256. */
final class BodyStream extends FilterInputStream {
    private final Optional<Long> declared;
    private final MessageDigest sha256;
    private long length;

    BodyStream(InputStream stream, Optional<Long> declared) {
        super(stream);
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
        int b = super.read();
        if (b >= 0) {
            sha256.update((byte) b);
            length++;
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int read = super.read(buffer, offset, count);
        if (read > 0) {
            sha256.update(buffer, offset, read);
            length += read;
        }
        return read;
    }
}
