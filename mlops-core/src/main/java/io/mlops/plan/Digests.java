package io.mlops.plan;

import io.mlops.spec.Tool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Digests that identify what apply uploads, computed without reading it. */
public final class Digests {
    private Digests() {}

    /**
     * Identifies a zip of tool jars by the digests of its jars.
     *
     * @param tools the jars
     * @return 64 hexadecimal digits
     */
    public static String ofTools(List<Tool> tools) {
        StringBuilder text = new StringBuilder();
        tools.forEach(tool ->
                text.append(tool.sha256()).append("  ").append(tool.fileName()).append('\n'));
        return hex(sha256(text.toString()));
    }

    /**
     * Identifies a zip of text files by their names and contents.
     *
     * @param files contents by name, in a fixed order
     * @return 64 hexadecimal digits
     */
    public static String ofFiles(Map<String, String> files) {
        StringBuilder text = new StringBuilder();
        files.forEach((name, content) ->
                text.append(hex(sha256(content))).append("  ").append(name).append('\n'));
        return hex(sha256(text.toString()));
    }

    /**
     * Identifies a function's code as Lambda does.
     *
     * @param tool the jar
     * @return its SHA-256 in Base64
     */
    public static String codeSha256(Tool tool) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(tool.sha256()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
