package io.mlops.run;

import java.time.Duration;
import java.util.Map;

/**
 * What came of one stage.
 *
 * @param name the stage's name
 * @param status {@code Succeeded}, {@code Failed}, …
 * @param duration from its first action's start to its last action's end
 * @param outputVariables of its action; with the action's name and a dot before them where it has several
 */
public record StageResult(String name, String status, Duration duration, Map<String, String> outputVariables) {
    /** Copies the variables. */
    public StageResult {
        outputVariables = Map.copyOf(outputVariables);
    }
}
