package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Refusals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An HTTP request. Its body is read once: as a stream, or whole as a document. */
final class WireRequest {
    /** The largest body that is held in memory: Lambda's 50 MB zip in base64, and what is around it. */
    private static final int LARGEST_DOCUMENT = 80 * 1024 * 1024;

    private final String method;
    private final String path;
    private final String rawQuery;
    private final Map<String, String> headers = new HashMap<>();
    private final InputStream received;
    private InputStream body;
    private @Nullable Map<String, List<String>> query;
    private byte @Nullable [] document;

    WireRequest(
            String method,
            @Nullable String path,
            @Nullable String rawQuery,
            Map<String, List<String>> headers,
            InputStream body) {
        this.method = method;
        this.path = path == null ? "/" : path;
        this.rawQuery = rawQuery == null ? "" : rawQuery;
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        this.received = body;
        this.body = body;
    }

    static WireRequest of(HttpExchange exchange) {
        return new WireRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody());
    }

    /** The verb. */
    String method() {
        return method;
    }

    /** The raw path, still percent-encoded. */
    String path() {
        return path;
    }

    /** The raw query, still percent-encoded; empty where there is none. */
    String rawQuery() {
        return rawQuery;
    }

    /** The query parameters, decoded. */
    Map<String, List<String>> query() {
        if (query == null) {
            query = parameters(rawQuery);
        }
        return query;
    }

    /** The headers, names in lower case, values of one name joined by commas. */
    Map<String, String> headers() {
        return headers;
    }

    /** Decodes {@code a=1&b&c=2}: a query, or a form. */
    static Map<String, List<String>> parameters(String text) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
            }
        }
        return parameters;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query().get(name)).map(values -> values.get(0));
    }

    /** Says whether the body is {@code aws-chunked}. */
    boolean isChunked() {
        return headers.getOrDefault("content-encoding", "").contains("aws-chunked")
                || headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
    }

    /** The body; checked and without {@code aws-chunked} around it once the signature was read. */
    InputStream body() {
        return body;
    }

    /** The body as it comes, to be read away. */
    InputStream received() {
        return received;
    }

    /** Puts the signature's check of the body around it. */
    void check(InputStream checked) {
        body = checked;
    }

    /** Reads the body whole, for protocols whose body is one document. */
    byte[] document() throws IOException {
        if (document == null) {
            document = body.readNBytes(LARGEST_DOCUMENT + 1);
            if (document.length > LARGEST_DOCUMENT) {
                throw Refusals.of("RequestEntityTooLargeException", 413, "Request must be smaller than 83886080 bytes");
            }
            body = new ByteArrayInputStream(document);
        }
        return document;
    }

    /** Decodes a path's part, in which a plus is a plus. */
    static String decodedPath(String text) {
        return text.indexOf('%') < 0 ? text : decoded(text.replace("+", "%2B"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusals.of("InvalidURI", 400, "Couldn't parse the specified URI.");
        }
    }

    /** Names the verb and path, for logs: without the query, in which a signature may be. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
