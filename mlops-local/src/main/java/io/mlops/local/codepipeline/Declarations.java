package io.mlops.local.codepipeline;

import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;

/** Declarations with what AWS adds to them. */
final class Declarations {
    private Declarations() {}

    /** Gives a declaration as it is stored: with its version and AWS's defaults. */
    static PipelineDeclaration completed(PipelineDeclaration given, int version) {
        return given.toBuilder()
                .version(version)
                .pipelineType(given.pipelineType() == null ? PipelineType.V1 : given.pipelineType())
                .executionMode(given.executionMode() == null ? ExecutionMode.SUPERSEDED : given.executionMode())
                .stages(given.stages().stream()
                        .map(stage -> stage.toBuilder()
                                .actions(completed(stage.actions()))
                                .build())
                        .toList())
                .build();
    }

    private static List<ActionDeclaration> completed(List<ActionDeclaration> actions) {
        return actions.stream()
                .map(action -> action.toBuilder()
                        .runOrder(runOrder(action))
                        .configuration(action.configuration())
                        .inputArtifacts(action.inputArtifacts())
                        .outputArtifacts(action.outputArtifacts())
                        .build())
                .toList();
    }

    static int runOrder(ActionDeclaration action) {
        return action.runOrder() == null ? 1 : action.runOrder();
    }
}
