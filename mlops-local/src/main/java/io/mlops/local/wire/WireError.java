package io.mlops.local.wire;

import io.mlops.local.call.ErrorCodes;
import io.mlops.local.facts.Facts;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * An error as it goes over the wire.
 *
 * @param code the code
 * @param status the HTTP status
 * @param message the message
 */
record WireError(String code, int status, String message) {
    static WireError of(AwsServiceException error, Optional<Facts.ServiceFacts> facts) {
        String name = ErrorCodes.of(error);
        Optional<Facts.ErrorFacts> known = facts.flatMap(service -> service.error(name));
        int status = error.statusCode() > 0
                ? error.statusCode()
                : known.map(Facts.ErrorFacts::status).orElse(400);
        return new WireError(known.map(Facts.ErrorFacts::code).orElse(name), status, ErrorCodes.message(error));
    }

    static WireError internal() {
        return new WireError("InternalFailure", 500, "The emulator failed; its log says why.");
    }

    boolean isSenders() {
        return status < 500;
    }
}
