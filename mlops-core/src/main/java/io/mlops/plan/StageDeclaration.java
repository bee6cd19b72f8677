package io.mlops.plan;

import java.util.List;

/**
 * A stage of the CodePipeline pipeline.
 *
 * @param name unique in the pipeline
 * @param actions at least one
 * @param onFailure what happens by itself when the stage fails
 */
public record StageDeclaration(String name, List<ActionDeclaration> actions, OnFailure onFailure) {
    /** Copies the actions. */
    public StageDeclaration {
        actions = List.copyOf(actions);
    }
}
