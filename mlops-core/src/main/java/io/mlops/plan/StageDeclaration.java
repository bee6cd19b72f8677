package io.mlops.plan;

import java.util.List;

/**
 * A stage of the CodePipeline pipeline.
 *
 * @param name unique in the pipeline
 * @param actions at least one
 */
public record StageDeclaration(String name, List<ActionDeclaration> actions) {
    /** Copies the actions. */
    public StageDeclaration {
        actions = List.copyOf(actions);
    }
}
