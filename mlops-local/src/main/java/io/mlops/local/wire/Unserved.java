package io.mlops.local.wire;

import io.mlops.local.call.Refusals;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How each protocol refuses an operation that AWS does not have, or that is not served here. */
final class Unserved {
    private Unserved() {}

    static AwsServiceException of(Protocol.Kind kind, String operation) {
        String message = operation + " is unknown or not supported by this emulator: see docs/local/supported.md";
        return switch (kind) {
            case JSON -> Refusals.of("UnknownOperationException", 400, message);
            case CBOR, REST_JSON -> Refusals.of("UnknownOperationException", 404, message);
            case QUERY -> Refusals.of("InvalidAction", 400, message);
            case REST_XML -> Refusals.of("NotImplemented", 501, message);
        };
    }
}
