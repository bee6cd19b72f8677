package io.mlops.training.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests data while it is read. */
final class DataDigest {
    private final MessageDigest digest;

    DataDigest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    MessageDigest algorithm() {
        return digest;
    }

    String hexadecimal() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
