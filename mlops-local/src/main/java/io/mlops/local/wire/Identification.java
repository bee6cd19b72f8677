package io.mlops.local.wire;

import io.mlops.local.account.Credentials;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scheduler;
import io.mlops.local.call.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Verifies who calls: by Signature Version 4, in the header or presigned, of the body too. A signature's date is the
 * client's clock's, so it is held against the machine's; a session's end is held against the emulator's own time.
 */
final class Identification {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final Duration LONGEST_PRESIGNED = Duration.ofDays(7);

    private final Credentials credentials;
    private final Scheduler time;
    private final Hmac hmac = new Hmac();

    Identification(Credentials credentials, Scheduler time) {
        this.credentials = credentials;
        this.time = time;
    }

    /** Finds the caller's key; from here on, the request's body is checked as it is read. */
    AccessKey identify(Authentication authentication, WireRequest request, Protocol.Kind kind) throws IOException {
        SignatureErrors errors = new SignatureErrors(kind);
        boolean s3 = kind == Protocol.Kind.REST_XML;
        if (!authentication.algorithm().equals(Authentication.ALGORITHM)) {
            throw errors.algorithm(authentication.algorithm());
        }
        Authentication.Scope scope = authentication
                .scope()
                .filter(known -> authentication.isComplete())
                .orElseThrow(() -> errors.incomplete(authentication));
        String date = authentication.date().orElseThrow(() -> errors.incomplete(authentication));
        Instant signed = SignedTime.read(date).orElseThrow(() -> errors.incomplete(authentication));
        AccessKey key = key(scope, authentication, errors);
        if (!date.startsWith(scope.date())) {
            throw errors.otherDay(scope, date);
        }
        checkTime(authentication, request, signed, kind);
        if (s3) {
            refuseUnsignedHeaders(authentication, request);
        }
        String payload = s3 ? s3Payload(authentication, request) : Hmac.sha256(request.document());
        String canonical = Canonical.request(request, authentication, s3, payload);
        String dateAndScope = date + "\n" + scope.text();
        String toSign = Authentication.ALGORITHM + "\n" + dateAndScope + "\n" + Hmac.sha256(canonical);
        SecretKeySpec signingKey = hmac.signingKey(scope, key.secretAccessKey());
        Supplier<AwsServiceException> wrong = () -> errors.wrong(authentication, key.accessKeyId(), toSign, canonical);
        if (!Hmac.areEqual(Hmac.sign(signingKey, toSign), authentication.signature())) {
            throw wrong.get();
        } else if (s3) {
            request.check(checked(
                    request,
                    payload,
                    new ChunkSignatures(signingKey, dateAndScope, authentication.signature(), wrong)));
        }
        return key;
    }

    private AccessKey key(Authentication.Scope scope, Authentication authentication, SignatureErrors errors) {
        AccessKey key = credentials.find(scope.accessKeyId()).orElseThrow(errors::unknownKey);
        if (key.sessionToken().isPresent() && authentication.token().isEmpty()) {
            throw errors.unknownKey();
        } else if (!key.sessionToken().equals(authentication.token())) {
            throw errors.wrongToken();
        } else if (key.expiration().filter(end -> end.isBefore(time.now())).isPresent()) {
            throw errors.expiredToken();
        }
        return key;
    }

    private void checkTime(Authentication authentication, WireRequest request, Instant signed, Protocol.Kind kind) {
        Instant now = time.wallClock();
        boolean s3 = kind == Protocol.Kind.REST_XML;
        Optional<String> expires = authentication.presigned() ? request.parameter("X-Amz-Expires") : Optional.empty();
        if (s3 && authentication.presigned()) {
            long seconds = seconds(expires.orElseThrow(() -> new SignatureErrors(kind).incomplete(authentication)));
            Instant end = signed.plusSeconds(seconds);
            if (end.isBefore(now)) {
                throw SignatureErrors.expired(seconds, end, now);
            } else if (signed.isAfter(now.plus(Duration.ofMinutes(15)))) {
                throw Refusals.of("AccessDenied", 403, "Request is not yet valid");
            }
            return;
        }
        // STS and IAM allow 15 minutes like S3, the newer services 5: as their messages say.
        Duration allowed = Duration.ofMinutes(s3 || kind == Protocol.Kind.QUERY ? 15 : 5);
        Duration valid = expires.map(text -> Duration.ofSeconds(seconds(text))).orElse(Duration.ZERO);
        if (signed.plus(allowed).plus(valid).isBefore(now)
                || signed.minus(allowed).isAfter(now)) {
            throw new SignatureErrors(kind).skewed(signed, now, allowed);
        }
    }

    private static long seconds(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds < 0) {
                throw SignatureErrors.query("X-Amz-Expires must be non-negative");
            } else if (seconds > LONGEST_PRESIGNED.toSeconds()) {
                throw SignatureErrors.query("X-Amz-Expires must be less than a week (in seconds); that is, the given"
                        + " X-Amz-Expires must be less than 604800 seconds");
            }
            return seconds;
        } catch (NumberFormatException e) {
            throw SignatureErrors.query("X-Amz-Expires should be a number");
        }
    }

    private static void refuseUnsignedHeaders(Authentication authentication, WireRequest request) {
        TreeSet<String> unsigned = new TreeSet<>(request.headers().keySet());
        unsigned.removeIf(name -> !name.startsWith("x-amz-") || name.equals("x-amz-content-sha256"));
        authentication.signedHeaders().forEach(unsigned::remove);
        if (!unsigned.isEmpty()) {
            throw SignatureErrors.notSigned(String.join(", ", unsigned));
        }
    }

    private static String s3Payload(Authentication authentication, WireRequest request) {
        Optional<String> header = request.header("x-amz-content-sha256");
        if (authentication.presigned()) {
            return header.or(() -> request.parameter("X-Amz-Content-Sha256")).orElse(UNSIGNED);
        }
        return header.orElseThrow(() ->
                Refusals.of("InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256"));
    }

    private static InputStream checked(WireRequest request, String payload, ChunkSignatures signatures) {
        return switch (payload) {
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
                new AwsChunkedInputStream(request.body(), Optional.of(signatures));
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new AwsChunkedInputStream(request.body(), Optional.empty());
            case UNSIGNED ->
                request.isChunked() ? new AwsChunkedInputStream(request.body(), Optional.empty()) : request.body();
            default -> {
                if (!SHA_256.matcher(payload).matches()) {
                    throw Refusals.of(
                            "InvalidArgument",
                            400,
                            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD,"
                                    + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD[-TRAILER], STREAMING-UNSIGNED-PAYLOAD-TRAILER, or a valid"
                                    + " sha256 value.");
                }
                yield new PayloadHash(request.body(), payload);
            }
        };
    }
}
