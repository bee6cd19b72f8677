package io.mlops.local.wire;

import io.mlops.local.call.Refusals;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A body that refuses to end where its SHA-256 is not the one that was signed. */
final class PayloadHash extends FilterInputStream {
    private final String signed;
    private final MessageDigest sha256 = Hmac.sha256();
    private boolean ended;

    PayloadHash(InputStream body, String signed) {
        super(body);
        this.signed = signed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int read = super.read(buffer, offset, count);
        if (read > 0) {
            sha256.update(buffer, offset, read);
        } else if (read < 0 && !ended) {
            ended = true;
            check();
        }
        return read;
    }

    private void check() {
        String computed = HexFormat.of().formatHex(sha256.digest());
        if (!computed.equals(signed)) {
            throw Refusals.of(
                    "XAmzContentSHA256Mismatch",
                    400,
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
    }
}
