package io.mlops.apply;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Repeats a call that is refused because IAM has not yet spread a role that was just created. IAM is eventually consistent
 * (IAM user guide, troubleshooting); Lambda, CodeBuild and CodePipeline each say it in their own words. Throttling is
 * repeated by the clients themselves.
 */
final class RoleRetry {
    private static final List<String> REFUSALS = List.of(
            "cannot be assumed by lambda",
            "not authorized to perform: sts:assumerole",
            "not authorized to perform assumerole",
            "not authorized to perform: assumerole");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** IAM takes seconds; some 40 of them are patience enough. */
    private static final int ATTEMPTS = 11;

    private final Sleeper sleeper;
    private final ApplyListener listener;

    RoleRetry(Sleeper sleeper, ApplyListener listener) {
        this.sleeper = sleeper;
        this.listener = listener;
    }

    <T> T call(String resource, Supplier<T> call) {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (AwsServiceException e) {
                if (attempt == ATTEMPTS || !isNotYetAssumable(e)) {
                    throw e;
                }
            }
            listener.on(new ApplyEvent.Waiting(resource, "its role is not assumable yet"));
            sleeper.sleep(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private static boolean isNotYetAssumable(AwsServiceException e) {
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        return REFUSALS.stream().anyMatch(message::contains);
    }
}
