package io.mlops.local.call;

import java.util.Map;
import java.util.Optional;

/**
 * One question that a call asks of IAM, and the answer.
 *
 * @param principal who asks
 * @param action as {@code codebuild:StartBuild}
 * @param resource the resource's ARN, or {@code *}
 * @param context the condition keys that the service supplies, as {@code iam:PassedToService}
 * @param decision the answer
 * @param statement the statement that decided, where one did
 * @param reason why it is denied, as AWS's messages end; empty otherwise
 */
public record Authorization(
        String principal,
        String action,
        String resource,
        Map<String, String> context,
        Decision decision,
        Optional<String> statement,
        String reason) {
    /** Copies the context. */
    public Authorization {
        context = Map.copyOf(context);
    }

    /** The answer. */
    public enum Decision {
        /** A statement allows it, and none denies it. */
        ALLOWED,
        /** No statement allows it, or one denies it. */
        DENIED,
        /** Policies were not consulted. */
        NOT_EVALUATED
    }
}
