package io.mlops.local.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says of its signature, in the {@code Authorization} header or in the query. Anything may be missing.
 *
 * @param algorithm as {@code AWS4-HMAC-SHA256}
 * @param parts {@code Credential}, {@code SignedHeaders} and {@code Signature}, as far as they are there
 * @param date when it was signed, as {@code 20150830T123600Z}
 * @param token the session token
 * @param presigned whether it is in the query
 * @param signedHeaders the signed headers' names, in their order
 */
record Authentication(
        String algorithm,
        Map<String, String> parts,
        Optional<String> date,
        Optional<String> token,
        boolean presigned,
        List<String> signedHeaders) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final List<String> PARTS = List.of("Credential", "SignedHeaders", "Signature");

    /**
     * The credential's scope.
     *
     * @param accessKeyId the access key
     * @param date the day, as {@code 20150830}
     * @param region the region that is called
     * @param signingName the service that is called, by its signing name
     */
    record Scope(String accessKeyId, String date, String region, String signingName) {
        /** The scope as it is signed. */
        String text() {
            return date + "/" + region + "/" + signingName + "/aws4_request";
        }
    }

    private static Authentication of(
            String algorithm,
            Map<String, String> parts,
            Optional<String> date,
            Optional<String> token,
            boolean presigned) {
        String signed = parts.getOrDefault("SignedHeaders", "");
        return new Authentication(algorithm, parts, date, token, presigned, List.of(signed.split(";", -1)));
    }

    static Optional<Authentication> of(WireRequest request) {
        String header = request.headers().get("authorization");
        if (header != null) {
            return Optional.of(ofHeader(header, request));
        }
        return request.rawQuery().contains("X-Amz-") ? ofQuery(request) : Optional.empty();
    }

    private static Authentication ofHeader(String header, WireRequest request) {
        int space = header.indexOf(' ');
        Map<String, String> parts = new HashMap<>();
        for (String part : header.substring(Math.max(space, 0)).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return of(
                space < 0 ? header : header.substring(0, space),
                parts,
                request.header("x-amz-date"),
                request.header("x-amz-security-token"),
                false);
    }

    private static Optional<Authentication> ofQuery(WireRequest request) {
        Map<String, String> parts = new HashMap<>();
        PARTS.forEach(part -> request.parameter("X-Amz-" + part).ifPresent(value -> parts.put(part, value)));
        Optional<String> algorithm = request.parameter("X-Amz-Algorithm");
        return parts.isEmpty() && algorithm.isEmpty()
                ? Optional.empty()
                : Optional.of(of(
                        algorithm.orElse(""),
                        parts,
                        request.parameter("X-Amz-Date"),
                        request.parameter("X-Amz-Security-Token"),
                        true));
    }

    boolean isComplete() {
        return parts.keySet().containsAll(PARTS);
    }

    String signature() {
        return parts.getOrDefault("Signature", "");
    }

    /** Reads the credential, where it is one: an access key id may hold slashes, the rest does not. */
    Optional<Scope> scope() {
        String[] fields = parts.getOrDefault("Credential", "").split("/", -1);
        return fields.length == 5 && fields[4].equals("aws4_request")
                ? Optional.of(new Scope(fields[0], fields[1], fields[2], fields[3]))
                : Optional.empty();
    }
}
