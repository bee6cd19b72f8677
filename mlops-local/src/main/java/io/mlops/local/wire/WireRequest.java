package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An HTTP request.
 *
 * @param method the verb
 * @param path the raw path, still percent-encoded
 * @param query the query parameters, decoded
 * @param headers the headers, names in lower case
 * @param body the body as it comes
 */
record WireRequest(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, InputStream body) {
    /** The largest body that is held in memory: Lambda's 50 MB zip in base64, and what is around it. */
    private static final int LARGEST_DOCUMENT = 80 * 1024 * 1024;

    static WireRequest of(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new WireRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                parameters(exchange.getRequestURI().getRawQuery()),
                headers,
                exchange.getRequestBody());
    }

    /** Decodes {@code a=1&b&c=2}: a query, or a form. */
    static Map<String, List<String>> parameters(@org.jspecify.annotations.Nullable String text) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                parameters
                        .computeIfAbsent(name, key -> new java.util.ArrayList<>())
                        .add(value);
            }
        }
        return parameters;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }

    /** Says whether the body is {@code aws-chunked}. */
    boolean isChunked() {
        return header("content-encoding").orElse("").contains("aws-chunked")
                || header("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
    }

    /** The body without {@code aws-chunked} around it. */
    InputStream decoded() {
        return isChunked() ? new AwsChunkedInputStream(body) : body;
    }

    /** Reads the body whole, for protocols whose body is one document. */
    byte[] document() throws IOException {
        byte[] document = decoded().readNBytes(LARGEST_DOCUMENT + 1);
        if (document.length > LARGEST_DOCUMENT) {
            throw Refusals.of("RequestEntityTooLargeException", 413, "Request must be smaller than 83886080 bytes");
        }
        return document;
    }

    /** Decodes a path's part, in which a plus is a plus. */
    static String decodedPath(String text) {
        return decoded(text.replace("+", "%2B"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusals.of("InvalidURI", 400, "Couldn't parse the specified URI.");
        }
    }

    /** Names the verb and path, for logs. */
    @Override
    public String toString() {
        return method + " " + path + query.keySet().stream().collect(Collectors.joining("&", "?", ""));
    }
}
