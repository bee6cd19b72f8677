package io.mlops.launch;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Looks at something in AWS time and again. A look that fails for a reason that passes (throttling, a fault of the service,
 * no connection) does not end hours of training: only when all looks of five minutes fail is the last failure thrown.
 */
final class PassingFailures {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Polling polling;
    private final PrintStream out;
    private @Nullable Instant since;

    PassingFailures(Polling polling, PrintStream out) {
        this.polling = polling;
        this.out = out;
    }

    /**
     * Looks once.
     *
     * @param what names what is looked at, for people
     * @param look the look
     * @return what was seen, or nothing if the look failed and may succeed later
     * @throws SdkException if the look failed for good
     */
    <T> Optional<T> look(String what, Supplier<T> look) {
        try {
            T seen = look.get();
            since = null;
            return Optional.of(seen);
        } catch (SdkException e) {
            if (!passes(e) || isTooLong()) {
                throw e;
            }
            if (since == null) {
                since = polling.clock().instant();
                out.println(what + " cannot be looked at now: " + e.getMessage() + "; looking again for "
                        + LONGEST.toMinutes() + " minutes");
            }
            return Optional.empty();
        }
    }

    private boolean isTooLong() {
        return since != null && polling.clock().instant().isAfter(since.plus(LONGEST));
    }

    /** Tells whether the same call may succeed later: neither a denied call nor one that names what is not there. */
    static boolean passes(SdkException failure) {
        return failure instanceof AwsServiceException refused
                ? refused.isThrottlingException() || refused.statusCode() >= 500
                : failure instanceof SdkClientException;
    }
}
