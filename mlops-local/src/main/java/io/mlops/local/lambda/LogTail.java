package io.mlops.local.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The last 4 KB of an invocation's log, as Invoke gives them with {@code LogType Tail}. */
final class LogTail {
    private static final int MOST_BYTES = 4096;

    private byte[] bytes = new byte[0];

    synchronized void clear() {
        bytes = new byte[0];
    }

    synchronized void add(String line) {
        byte[] added = (line + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(bytes, bytes.length + added.length);
        System.arraycopy(added, 0, all, bytes.length, added.length);
        bytes = Arrays.copyOfRange(all, Math.max(0, all.length - MOST_BYTES), all.length);
    }

    synchronized String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
