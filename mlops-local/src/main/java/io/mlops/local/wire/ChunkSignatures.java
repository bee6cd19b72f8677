package io.mlops.local.wire;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Checks the signatures of {@code aws-chunked} chunks, each of which signs the one before it (Amazon S3 API reference,
 * "Signature calculations for the authorization header: transferring a payload in multiple chunks").
 */
final class ChunkSignatures {
    private static final String NOTHING = Hmac.sha256("");

    private final SecretKeySpec key;
    private final String prefix;
    private final Supplier<AwsServiceException> refusal;
    private final MessageDigest chunk = Hmac.sha256();
    private String previous;

    /**
     * Begins with the request's own signature.
     *
     * @param dateAndScope the two lines of the string to sign
     * @param refusal thrown where a chunk is not what was signed
     */
    ChunkSignatures(SecretKeySpec key, String dateAndScope, String seed, Supplier<AwsServiceException> refusal) {
        this.key = key;
        this.prefix = "\n" + dateAndScope + "\n";
        this.previous = seed;
        this.refusal = refusal;
    }

    void update(byte[] buffer, int offset, int count) {
        chunk.update(buffer, offset, count);
    }

    /** Checks the chunk that has ended. */
    void endChunk(String signature) {
        String content = HexFormat.of().formatHex(chunk.digest());
        check("AWS4-HMAC-SHA256-PAYLOAD" + prefix + previous + "\n" + NOTHING + "\n" + content, signature);
    }

    /** Checks the headers that follow the chunks, given as lines of name, colon, value. */
    void endTrailers(String lines, String signature) {
        check("AWS4-HMAC-SHA256-TRAILER" + prefix + previous + "\n" + Hmac.sha256(lines), signature);
    }

    private void check(String text, String signature) {
        previous = Hmac.sign(key, text);
        if (!Hmac.areEqual(previous, signature)) {
            throw refusal.get();
        }
    }
}
