package io.mlops.local.codebuild;

/** A buildspec that cannot be run; the message becomes the context of the phase that found out. */
final class BuildspecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BuildspecException(String message) {
        super(message);
    }
}
