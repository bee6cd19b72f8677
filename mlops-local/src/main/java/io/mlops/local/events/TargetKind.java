package io.mlops.local.events;

import java.util.Optional;

/** The kinds of targets that rules can have here. */
enum TargetKind {
    /** A pipeline, which is started. */
    PIPELINE,
    /** A Lambda function, which is invoked asynchronously. */
    FUNCTION,
    /** An SNS topic, which is published to. */
    TOPIC,
    /** A log group, which gets a stream for each event. */
    LOG_GROUP;

    static Optional<TargetKind> of(String arn) {
        String[] parts = parts(arn);
        return switch (parts.length < 6 ? "" : parts[2]) {
            case "codepipeline" -> Optional.of(PIPELINE);
            case "lambda" -> Optional.of(FUNCTION).filter(kind -> parts[5].startsWith("function:"));
            case "sns" -> Optional.of(TOPIC);
            case "logs" -> Optional.of(LOG_GROUP).filter(kind -> parts[5].startsWith("log-group:"));
            default -> Optional.empty();
        };
    }

    static boolean isArn(String text) {
        String[] parts = parts(text);
        return parts.length == 6 && parts[0].equals("arn") && !parts[2].isEmpty() && !parts[5].isEmpty();
    }

    static String region(String arn) {
        return parts(arn)[3];
    }

    /** The resource's name: what follows its kind. */
    static String name(String arn) {
        return parts(arn)[5].replaceFirst("^(function|log-group):", "").replaceFirst(":\\*$", "");
    }

    private static String[] parts(String arn) {
        return arn.split(":", 6);
    }
}
