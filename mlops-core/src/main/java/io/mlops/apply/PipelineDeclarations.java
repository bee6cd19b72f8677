package io.mlops.apply;

import io.mlops.plan.ActionDeclaration;
import io.mlops.plan.Pipeline;
import io.mlops.plan.StageDeclaration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStoreType;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;

/** Translates the pipeline between the plan's record and CodePipeline's. */
final class PipelineDeclarations {
    private PipelineDeclarations() {}

    static PipelineDeclaration write(Pipeline pipeline) {
        return PipelineDeclaration.builder()
                .name(pipeline.name())
                .roleArn(pipeline.roleArn())
                .artifactStore(store -> store.type(ArtifactStoreType.S3).location(pipeline.artifactBucket()))
                .stages(pipeline.stages().stream()
                        .map(PipelineDeclarations::stage)
                        .toList())
                .executionMode(ExecutionMode.fromValue(pipeline.executionMode()))
                .pipelineType(PipelineType.fromValue(pipeline.pipelineType()))
                .build();
    }

    private static software.amazon.awssdk.services.codepipeline.model.StageDeclaration stage(StageDeclaration stage) {
        return software.amazon.awssdk.services.codepipeline.model.StageDeclaration.builder()
                .name(stage.name())
                .actions(stage.actions().stream()
                        .map(PipelineDeclarations::action)
                        .toList())
                .build();
    }

    private static software.amazon.awssdk.services.codepipeline.model.ActionDeclaration action(
            ActionDeclaration action) {
        return software.amazon.awssdk.services.codepipeline.model.ActionDeclaration.builder()
                .name(action.name())
                .actionTypeId(type -> type.category(ActionCategory.fromValue(action.category()))
                        .owner(ActionOwner.AWS)
                        .provider(action.provider())
                        .version("1"))
                .runOrder(1)
                .configuration(action.configuration())
                .inputArtifacts(action.inputArtifacts().stream()
                        .map(name -> InputArtifact.builder().name(name).build())
                        .toList())
                .outputArtifacts(action.outputArtifacts().stream()
                        .map(name -> OutputArtifact.builder().name(name).build())
                        .toList())
                .namespace(action.namespace())
                .build();
    }

    static Pipeline read(PipelineDeclaration declaration, Map<String, String> tags) {
        return new Pipeline(
                declaration.name(),
                declaration.roleArn(),
                Optional.ofNullable(declaration.artifactStore())
                        .map(store -> store.location())
                        .orElse(""),
                String.valueOf(declaration.pipelineTypeAsString()),
                String.valueOf(declaration.executionModeAsString()),
                declaration.stages().stream()
                        .map(stage -> new StageDeclaration(
                                stage.name(),
                                stage.actions().stream()
                                        .map(PipelineDeclarations::read)
                                        .toList()))
                        .toList(),
                tags);
    }

    private static ActionDeclaration read(software.amazon.awssdk.services.codepipeline.model.ActionDeclaration action) {
        return new ActionDeclaration(
                action.name(),
                action.actionTypeId().categoryAsString(),
                action.actionTypeId().provider(),
                action.configuration(),
                action.inputArtifacts().stream().map(InputArtifact::name).toList(),
                action.outputArtifacts().stream().map(OutputArtifact::name).toList(),
                Optional.ofNullable(action.namespace()).orElse(""));
    }
}
