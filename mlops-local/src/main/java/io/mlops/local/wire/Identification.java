package io.mlops.local.wire;

import io.mlops.local.account.Credentials;
import io.mlops.local.call.Refusals;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Finds out who calls, and which service in which region: from the credential scope of a Signature Version 4 header or
 * presigned query. The signature itself is taken on trust; this is where it will be verified.
 */
final class Identification {
    private static final Pattern HEADER = Pattern.compile("AWS4-HMAC-SHA256\\s+Credential=([^,\\s]+).*");

    private final Credentials credentials;

    Identification(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * What a request's credential says.
     *
     * @param accessKeyId the access key
     * @param region the region that is called
     * @param signingName the service that is called, by its signing name
     */
    record Scoped(String accessKeyId, String region, String signingName) {}

    /** Reads the credential scope, where there is one. */
    static Optional<Scoped> scoped(WireRequest request) {
        Optional<String> credential = request.header("authorization")
                .map(HEADER::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .or(() -> request.parameter("X-Amz-Credential"));
        return credential
                .map(text -> text.split("/", -1))
                .filter(parts -> parts.length == 5)
                .map(parts -> new Scoped(parts[0], parts[2], parts[3]));
    }

    /** Finds the key's owner. */
    Credentials.AccessKey identify(Scoped scoped, WireRequest request, Protocol protocol) {
        Credentials.AccessKey key = credentials.find(scoped.accessKeyId()).orElseThrow(() -> unknownKey(protocol));
        Optional<String> token =
                request.header("x-amz-security-token").or(() -> request.parameter("X-Amz-Security-Token"));
        if (key.sessionToken().isPresent() && !key.sessionToken().equals(token)) {
            throw unknownKey(protocol);
        }
        return key;
    }

    static AwsServiceException missing(Protocol protocol) {
        return switch (protocol.kind()) {
            case REST_XML -> Refusals.of("AccessDenied", 403, "Access Denied");
            case QUERY -> Refusals.of("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
            case JSON, REST_JSON ->
                Refusals.of("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
        };
    }

    private static AwsServiceException unknownKey(Protocol protocol) {
        return switch (protocol.kind()) {
            case REST_XML ->
                Refusals.of(
                        "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.");
            case QUERY ->
                Refusals.of("InvalidClientTokenId", 403, "The security token included in the request is invalid.");
            case JSON, REST_JSON ->
                Refusals.of(
                        "UnrecognizedClientException", 403, "The security token included in the request is invalid.");
        };
    }
}
