package io.mlops.local.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The form of a request that is signed (AWS Signature Version 4, "Create a canonical request"). */
final class Canonical {
    private static final String UNRESERVED = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Canonical() {}

    static String request(WireRequest request, Authentication authentication, boolean s3, String payloadHash) {
        StringBuilder text = new StringBuilder(512).append(request.method()).append('\n');
        text.append(s3 ? encodedOnce(request.path(), true) : encoded(normalized(request.path()), true))
                .append('\n')
                .append(query(request.rawQuery()))
                .append('\n');
        for (String name : authentication.signedHeaders()) {
            text.append(name).append(':').append(trimmed(request.headers().getOrDefault(name, "")));
            text.append('\n');
        }
        return text.append('\n')
                .append(String.join(";", authentication.signedHeaders()))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    private static String query(String rawQuery) {
        if (rawQuery.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = encodedOnce(equals < 0 ? pair : pair.substring(0, equals), false);
            if (!pair.isEmpty() && !name.equals("X-Amz-Signature")) {
                pairs.add(name + "=" + (equals < 0 ? "" : encodedOnce(pair.substring(equals + 1), false)));
            }
        }
        Collections.sort(pairs);
        return String.join("&", pairs);
    }

    /** Spaces around a value go, and rows of them become one. */
    private static String trimmed(String value) {
        String stripped = value.strip();
        return stripped.contains("  ") ? stripped.replaceAll(" +", " ") : stripped;
    }

    /** Removes empty, {@code .} and {@code ..} segments, which all services but S3 do. */
    private static String normalized(String path) {
        if (path.equals("/") || !(path.contains("//") || path.contains("/."))) {
            return path.isEmpty() ? "/" : path;
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return "/" + String.join("/", segments) + (path.endsWith("/") && !segments.isEmpty() ? "/" : "");
    }

    /** Encodes text that may be encoded already, so that it is afterwards, as AWS does it, and once. */
    private static String encodedOnce(String text, boolean path) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int digits = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1]) * 16 + hex(bytes[i + 2]) : -1;
            if (digits >= 0) {
                i += 2;
            }
            int character = digits >= 0 ? digits : bytes[i] & 0xff;
            append(encoded, !path && digits < 0 && character == '+' ? ' ' : character, path && digits < 0);
        }
        return encoded.toString();
    }

    private static String encoded(String text, boolean slashes) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            append(encoded, one & 0xff, slashes);
        }
        return encoded.toString();
    }

    private static void append(StringBuilder encoded, int one, boolean slashes) {
        boolean plain = (one >= 'a' && one <= 'z')
                || (one >= 'A' && one <= 'Z')
                || (one >= '0' && one <= '9')
                || UNRESERVED.indexOf(one) >= 0
                || (slashes && one == '/');
        if (plain) {
            encoded.append((char) one);
        } else {
            encoded.append('%').append(HEX[one >> 4]).append(HEX[one & 15]);
        }
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        return value < 0 ? -1000 : value;
    }
}
