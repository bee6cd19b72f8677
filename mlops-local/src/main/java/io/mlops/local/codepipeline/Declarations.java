package io.mlops.local.codepipeline;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStore;
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

    /** Gives the artifact store of the pipeline's own region. */
    static ArtifactStore store(PipelineDeclaration declaration, String region) {
        ArtifactStore store = declaration.artifactStore();
        return store == null
                ? Optional.ofNullable(declaration.artifactStores().get(region)).orElseThrow()
                : store;
    }

    static int runOrder(ActionDeclaration action) {
        return action.runOrder() == null ? 1 : action.runOrder();
    }
}
