package io.mlops.run;

import java.util.List;
import java.util.Optional;

/**
 * What came of an execution that succeeded.
 *
 * @param executionId its id
 * @param stages in the order in which they ran
 */
public record ExecutionResult(String executionId, List<StageResult> stages) {
    /** Copies the stages. */
    public ExecutionResult {
        stages = List.copyOf(stages);
    }

    /**
     * Looks a stage up.
     *
     * @param name its name, as {@code Train} or {@code Deploy-production}
     * @return what came of it, if it ran
     */
    public Optional<StageResult> stage(String name) {
        return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
    }
}
