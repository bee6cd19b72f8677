package io.mlops.apply;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Turns the services' different ways to say "there is no such thing" into an empty result. */
public final class Missing {
    private Missing() {}

    /**
     * Reads something that may not exist.
     *
     * @param read the call
     * @param <T> what it gives
     * @return what it gave; empty where the service says that there is no such thing
     */
    public static <T> Optional<T> orValue(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (AwsServiceException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Deletes something that may be gone.
     *
     * @param delete the call
     * @return whether it was still there
     */
    public static boolean tolerated(Runnable delete) {
        return orValue(() -> {
                    delete.run();
                    return true;
                })
                .isPresent();
    }

    private static boolean isMissing(AwsServiceException e) {
        String code = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return e.statusCode() == 404
                || code.startsWith("NoSuch")
                || code.contains("NotFound")
                // SageMaker has no code of its own for it.
                || (code.equals("ValidationException")
                        && (message.contains("could not find") || message.contains("does not exist")));
    }
}
