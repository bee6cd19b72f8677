package io.mlops.local.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature Version 4's cryptography. Signing keys, four rounds each, are kept: they change once a day. */
final class Hmac {
    private static final int MOST_KEYS = 1000;

    private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();

    /** The key of a secret for a day, region and service. */
    SecretKeySpec signingKey(Authentication.Scope scope, String secret) {
        if (keys.size() > MOST_KEYS) {
            keys.clear();
        }
        return keys.computeIfAbsent(scope.accessKeyId() + "/" + scope.text(), name -> {
            byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (String part : scope.text().split("/", -1)) {
                key = mac(new SecretKeySpec(key, "HmacSHA256"), part);
            }
            return new SecretKeySpec(key, "HmacSHA256");
        });
    }

    /** The signature of a text, in hexadecimal. */
    static String sign(SecretKeySpec key, String text) {
        return HexFormat.of().formatHex(mac(key, text));
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares without telling by its time how much is equal. */
    static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The SHA-256 in hexadecimal. */
    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
