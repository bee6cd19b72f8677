package io.mlops.run;

import java.time.Duration;
import java.util.Locale;

/** What happens while an execution runs. Each prints as one line for people. */
public sealed interface RunEvent {
    /**
     * Names the stage.
     *
     * @return as in the pipeline
     */
    String stage();

    /**
     * A stage has another status.
     *
     * @param stage its name
     * @param status {@code InProgress}, {@code Succeeded}, {@code Failed} or {@code Abandoned}
     * @param elapsed since the watch began
     */
    record StageChanged(String stage, String status, Duration elapsed) implements RunEvent {
        @Override
        public String toString() {
            return seconds(elapsed) + " " + stage + ": " + status;
        }
    }

    /**
     * An action has another status or summary.
     *
     * @param stage its stage's name
     * @param action its name
     * @param status as in {@link StageChanged}
     * @param summary what the action says of itself, may be empty
     * @param elapsed since the watch began
     */
    record ActionChanged(String stage, String action, String status, String summary, Duration elapsed)
            implements RunEvent {
        @Override
        public String toString() {
            return seconds(elapsed) + " " + stage + "/" + action + ": " + status
                    + (summary.isEmpty() ? "" : ": " + summary);
        }
    }

    /**
     * A build has written a line.
     *
     * @param stage the build's stage
     * @param line the line, without its end
     */
    record LogLine(String stage, String line) implements RunEvent {
        @Override
        public String toString() {
            return stage + " | " + line;
        }
    }

    private static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%7.1f s", elapsed.toMillis() / 1000.0);
    }
}
