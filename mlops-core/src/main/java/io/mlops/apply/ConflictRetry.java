package io.mlops.apply;

import java.time.Duration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Repeats a call that S3 refuses because another is changing the bucket: {@code OperationAborted}, "a conflicting
 * conditional operation is currently in progress against this resource; try again" (S3 API, error responses).
 */
final class ConflictRetry {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 20;

    private final Sleeper sleeper;

    ConflictRetry(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    Runnable patiently(Runnable call) {
        return () -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    call.run();
                    return;
                } catch (S3Exception e) {
                    boolean conflict = e.awsErrorDetails() != null
                            && "OperationAborted".equals(e.awsErrorDetails().errorCode());
                    if (attempt == ATTEMPTS || !conflict) {
                        throw e;
                    }
                }
                sleeper.sleep(PAUSE);
            }
        };
    }
}
