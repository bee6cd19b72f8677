package io.mlops.apply;

import java.time.Duration;
import java.util.Locale;

/** What happens while an account is changed. Each prints as one line for people. */
public sealed interface ApplyEvent {
    /**
     * Names what it is about.
     *
     * @return as {@code role fraud-detection-pipeline}
     */
    String resource();

    /**
     * Something is begun.
     *
     * @param resource what
     * @param verb {@code create}, {@code update}, {@code delete} or {@code stop}
     */
    record Started(String resource, String verb) implements ApplyEvent {
        @Override
        public String toString() {
            return verb + " " + resource + " …";
        }
    }

    /**
     * Something is done.
     *
     * @param resource what
     * @param verb as in {@link Started}
     * @param elapsed how long it took
     */
    record Finished(String resource, String verb, Duration elapsed) implements ApplyEvent {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %s: done in %.1f s", verb, resource, elapsed.toMillis() / 1000.0);
        }
    }

    /**
     * Something is waited for.
     *
     * @param resource what
     * @param reason why
     */
    record Waiting(String resource, String reason) implements ApplyEvent {
        @Override
        public String toString() {
            return resource + ": waiting: " + reason;
        }
    }

    /**
     * Something failed.
     *
     * @param resource what
     * @param verb as in {@link Started}
     * @param cause why, for people
     */
    record Failed(String resource, String verb, String cause) implements ApplyEvent {
        @Override
        public String toString() {
            return verb + " " + resource + ": failed: " + cause;
        }
    }
}
