package io.mlops.local.wire;

import io.mlops.local.call.Refusals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How each protocol refuses a request whose signature does not identify its caller: S3 by its API reference's error
 * responses, the others by AWS's common errors, with the texts that people quote in public issues.
 */
final class SignatureErrors {
    private static final String WRONG = "The request signature we calculated does not match the signature you provided."
            + " Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private final Protocol.Kind kind;

    SignatureErrors(Protocol.Kind kind) {
        this.kind = kind;
    }

    private AwsServiceException of(String s3, int s3Status, String query, String json, int status, String message) {
        return switch (kind) {
            case REST_XML -> Refusals.of(s3, s3Status, message);
            case QUERY -> Refusals.of(query, 403, message);
            case JSON, CBOR -> Refusals.of(json, status, message);
            case REST_JSON -> Refusals.of(json, 403, message);
        };
    }

    private boolean isS3() {
        return kind == Protocol.Kind.REST_XML;
    }

    /** No signature at all. */
    AwsServiceException missing() {
        return of(
                "AccessDenied",
                403,
                "MissingAuthenticationToken",
                "MissingAuthenticationTokenException",
                400,
                switch (kind) {
                    case REST_XML -> "Access Denied";
                    case QUERY -> "Request is missing Authentication Token";
                    default -> "Missing Authentication Token";
                });
    }

    AwsServiceException unknownKey() {
        return of(
                "InvalidAccessKeyId",
                403,
                "InvalidClientTokenId",
                "UnrecognizedClientException",
                400,
                isS3()
                        ? "The AWS Access Key Id you provided does not exist in our records."
                        : "The security token included in the request is invalid.");
    }

    AwsServiceException wrongToken() {
        return isS3()
                ? Refusals.of("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")
                : unknownKey();
    }

    AwsServiceException expiredToken() {
        return of(
                "ExpiredToken",
                400,
                "ExpiredToken",
                "ExpiredTokenException",
                400,
                isS3() ? "The provided token has expired." : "The security token included in the request is expired");
    }

    /** A signature of another kind than the emulator verifies. */
    AwsServiceException algorithm(String algorithm) {
        String what = algorithm.startsWith("AWS4-ECDSA")
                ? "Signature Version 4A (" + algorithm + ") is not verified by this emulator: sign with "
                        + Authentication.ALGORITHM
                : "The authorization mechanism you have provided is not supported. Please use "
                        + Authentication.ALGORITHM + ".";
        return of("InvalidRequest", 400, "IncompleteSignature", "IncompleteSignatureException", 400, what);
    }

    AwsServiceException incomplete(Authentication authentication) {
        if (isS3()) {
            return authentication.presigned()
                    ? query("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
                            + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")
                    : malformed("the authorization header requires three components: Credential, SignedHeaders, and"
                            + " Signature.");
        }
        StringBuilder text = new StringBuilder();
        for (String part : new String[] {"Credential", "Signature", "SignedHeaders"}) {
            if (!authentication.parts().containsKey(part)) {
                text.append("Authorization header requires '").append(part).append("' parameter. ");
            }
        }
        if (authentication.date().isEmpty()) {
            text.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        String message = text.isEmpty() ? "The request signature does not conform to AWS standards." : text.toString();
        return of("", 400, "IncompleteSignature", "IncompleteSignatureException", 400, message.strip());
    }

    /** S3's refusal of a header that is not one. */
    static AwsServiceException malformed(String why) {
        return Refusals.of("AuthorizationHeaderMalformed", 400, "The authorization header is malformed; " + why);
    }

    /** S3's refusal of query parameters. */
    static AwsServiceException query(String why) {
        return Refusals.of("AuthorizationQueryParametersError", 400, why);
    }

    /** The day of the credential is not that of the date. */
    AwsServiceException otherDay(Authentication.Scope scope, String date) {
        String text = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                + scope.date() + "' != '" + date.substring(0, 8) + "', from '" + date + "'.";
        return isS3()
                ? malformed("Invalid credential date \"" + scope.date()
                        + "\". This date is not the same as X-Amz-Date: \"" + date.substring(0, 8) + "\".")
                : of("", 403, "SignatureDoesNotMatch", "InvalidSignatureException", 400, text);
    }

    /** The signature was made for another service than the request names. */
    AwsServiceException otherService(String service) {
        return of(
                "",
                403,
                "SignatureDoesNotMatch",
                "InvalidSignatureException",
                400,
                "Credential should be scoped to correct service: '" + service + "'.");
    }

    /** The client's clock, or the request, is too old or too early. */
    AwsServiceException skewed(Instant signed, Instant now, Duration allowed) {
        if (isS3()) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("RequestTime", SignedTime.write(signed));
            details.put("ServerTime", SignedTime.iso(now));
            details.put("MaxAllowedSkewMilliseconds", Long.toString(allowed.toMillis()));
            return new DetailedException(
                    "RequestTimeTooSkewed",
                    403,
                    "The difference between the request time and the current time is too large.",
                    details);
        }
        boolean early = signed.isAfter(now);
        Instant bound = early ? now.plus(allowed) : now.minus(allowed);
        String text = (early ? "Signature not yet current: " : "Signature expired: ") + SignedTime.write(signed)
                + (early ? " is still later than " : " is now earlier than ") + SignedTime.write(bound) + " ("
                + SignedTime.write(now) + (early ? " + " : " - ") + allowed.toMinutes() + " min.)";
        return of("", 403, "SignatureDoesNotMatch", "InvalidSignatureException", 400, text);
    }

    /** A presigned request of S3's whose time is over. */
    static AwsServiceException expired(long seconds, Instant end, Instant now) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("X-Amz-Expires", Long.toString(seconds));
        details.put("Expires", SignedTime.iso(end));
        details.put("ServerTime", SignedTime.iso(now));
        return new DetailedException("AccessDenied", 403, "Request has expired", details);
    }

    static AwsServiceException notSigned(String headers) {
        return new DetailedException(
                "AccessDenied",
                403,
                "There were headers present in the request which were not signed",
                Map.of("HeadersNotSigned", headers));
    }

    /** Another secret, or another request, than was signed. */
    AwsServiceException wrong(Authentication authentication, String key, String toSign, String canonical) {
        if (!isS3()) {
            return of("", 403, "SignatureDoesNotMatch", "InvalidSignatureException", 400, WRONG);
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("AWSAccessKeyId", key);
        details.put("StringToSign", toSign);
        details.put("SignatureProvided", authentication.signature());
        details.put("StringToSignBytes", bytes(toSign));
        details.put("CanonicalRequest", canonical);
        details.put("CanonicalRequestBytes", bytes(canonical));
        return new DetailedException(
                "SignatureDoesNotMatch",
                403,
                "The request signature we calculated does not match the signature you provided. Check your key and"
                        + " signing method.",
                details);
    }

    private static String bytes(String text) {
        return HexFormat.ofDelimiter(" ").formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
