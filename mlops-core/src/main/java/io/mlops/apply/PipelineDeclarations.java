package io.mlops.apply;

import io.mlops.plan.ActionDeclaration;
import io.mlops.plan.OnFailure;
import io.mlops.plan.Pipeline;
import io.mlops.plan.StageDeclaration;
import io.mlops.spec.PipelineOptions.Variable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStore;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStoreType;
import software.amazon.awssdk.services.codepipeline.model.EncryptionKey;
import software.amazon.awssdk.services.codepipeline.model.EncryptionKeyType;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.FailureConditions;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;

/** Translates the pipeline between the plan's record and CodePipeline's. */
final class PipelineDeclarations {
    private PipelineDeclarations() {}

    static PipelineDeclaration write(Pipeline pipeline) {
        PipelineDeclaration.Builder declaration = PipelineDeclaration.builder()
                .name(pipeline.name())
                .roleArn(pipeline.roleArn())
                .artifactStore(store(pipeline))
                .stages(pipeline.stages().stream()
                        .map(PipelineDeclarations::stage)
                        .toList())
                .executionMode(ExecutionMode.fromValue(pipeline.executionMode()))
                .pipelineType(PipelineType.fromValue(pipeline.pipelineType()));
        if (!pipeline.variables().isEmpty()) {
            declaration.variables(pipeline.variables().stream()
                    .map(PipelineDeclarations::variable)
                    .toList());
        }
        if (!pipeline.triggers().isEmpty()) {
            declaration.triggers(TriggerDeclarations.write(pipeline.triggers()));
        }
        return declaration.build();
    }

    private static ArtifactStore store(Pipeline pipeline) {
        ArtifactStore.Builder store =
                ArtifactStore.builder().type(ArtifactStoreType.S3).location(pipeline.artifactBucket());
        if (!pipeline.kmsKeyArn().isEmpty()) {
            store.encryptionKey(EncryptionKey.builder()
                    .id(pipeline.kmsKeyArn())
                    .type(EncryptionKeyType.KMS)
                    .build());
        }
        return store.build();
    }

    private static PipelineVariableDeclaration variable(Variable variable) {
        return PipelineVariableDeclaration.builder()
                .name(variable.name())
                .defaultValue(variable.defaultValue().isEmpty() ? null : variable.defaultValue())
                .description(variable.description().isEmpty() ? null : variable.description())
                .build();
    }

    private static software.amazon.awssdk.services.codepipeline.model.StageDeclaration stage(StageDeclaration stage) {
        return software.amazon.awssdk.services.codepipeline.model.StageDeclaration.builder()
                .name(stage.name())
                .actions(stage.actions().stream()
                        .map(PipelineDeclarations::action)
                        .toList())
                .onFailure(onFailure(stage.onFailure()).orElse(null))
                .build();
    }

    private static Optional<FailureConditions> onFailure(OnFailure what) {
        return switch (what) {
            case NONE -> Optional.empty();
            case ROLLBACK ->
                Optional.of(FailureConditions.builder().result(Result.ROLLBACK).build());
            case RETRY_FAILED_ACTIONS -> Optional.of(retry(StageRetryMode.FAILED_ACTIONS));
            case RETRY_ALL_ACTIONS -> Optional.of(retry(StageRetryMode.ALL_ACTIONS));
        };
    }

    private static FailureConditions retry(StageRetryMode mode) {
        return FailureConditions.builder()
                .result(Result.RETRY)
                .retryConfiguration(configuration -> configuration.retryMode(mode))
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
                .namespace(action.namespace().isEmpty() ? null : action.namespace())
                .timeoutInMinutes(action.timeoutInMinutes() == 0 ? null : action.timeoutInMinutes())
                .build();
    }

    static Pipeline read(PipelineDeclaration declaration, Map<String, String> tags) {
        Optional<ArtifactStore> store = Optional.ofNullable(declaration.artifactStore());
        return new Pipeline(
                declaration.name(),
                declaration.roleArn(),
                store.map(ArtifactStore::location).orElse(""),
                store.map(ArtifactStore::encryptionKey).map(EncryptionKey::id).orElse(""),
                String.valueOf(declaration.pipelineTypeAsString()),
                String.valueOf(declaration.executionModeAsString()),
                declaration.hasVariables()
                        ? declaration.variables().stream()
                                .map(PipelineDeclarations::read)
                                .toList()
                        : List.of(),
                declaration.hasTriggers() ? TriggerDeclarations.read(declaration.triggers()) : List.of(),
                declaration.stages().stream().map(PipelineDeclarations::read).toList(),
                tags);
    }

    private static Variable read(PipelineVariableDeclaration variable) {
        return new Variable(
                variable.name(),
                Optional.ofNullable(variable.defaultValue()).orElse(""),
                Optional.ofNullable(variable.description()).orElse(""));
    }

    private static StageDeclaration read(software.amazon.awssdk.services.codepipeline.model.StageDeclaration stage) {
        return new StageDeclaration(
                stage.name(),
                stage.actions().stream().map(PipelineDeclarations::read).toList(),
                read(stage.onFailure()));
    }

    private static OnFailure read(@Nullable FailureConditions onFailure) {
        if (onFailure == null || onFailure.result() == null) {
            return OnFailure.NONE;
        }
        if (onFailure.result() == Result.RETRY) {
            boolean all = onFailure.retryConfiguration() != null
                    && onFailure.retryConfiguration().retryMode() == StageRetryMode.ALL_ACTIONS;
            return all ? OnFailure.RETRY_ALL_ACTIONS : OnFailure.RETRY_FAILED_ACTIONS;
        }
        return onFailure.result() == Result.ROLLBACK ? OnFailure.ROLLBACK : OnFailure.NONE;
    }

    private static ActionDeclaration read(software.amazon.awssdk.services.codepipeline.model.ActionDeclaration action) {
        return new ActionDeclaration(
                action.name(),
                action.actionTypeId().categoryAsString(),
                action.actionTypeId().provider(),
                action.configuration(),
                action.inputArtifacts().stream().map(InputArtifact::name).toList(),
                action.outputArtifacts().stream().map(OutputArtifact::name).toList(),
                Optional.ofNullable(action.namespace()).orElse(""),
                Optional.ofNullable(action.timeoutInMinutes()).orElse(0));
    }
}
