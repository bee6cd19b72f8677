package io.mlops.local.codepipeline;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.iam.RoleSessions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidBlockerDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStageDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStructureException;
import software.amazon.awssdk.services.codepipeline.model.LimitExceededException;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/**
 * What a pipeline's declaration must be (CodePipeline user guide, "Pipeline structure reference" and "Quotas"). What is
 * not honoured here is refused by name.
 */
final class PipelineStructure {
    private static final int MOST_STAGES = 50;
    private static final int MOST_ACTIONS = 50;

    private final PipelineDeclaration pipeline;
    private final Scope scope;

    private PipelineStructure(PipelineDeclaration pipeline, Scope scope) {
        this.pipeline = pipeline;
        this.scope = scope;
    }

    /** Refuses a declaration that AWS would refuse, or that cannot be honoured. */
    static void check(Cloud cloud, Scope scope, PipelineDeclaration pipeline) {
        Ranges.check(pipeline);
        new PipelineStructure(pipeline, scope).check(cloud);
    }

    private void check(Cloud cloud) {
        if (RoleSessions.assumeFor(cloud, pipeline.roleArn(), "codepipeline.amazonaws.com", "check")
                .isEmpty()) {
            throw structure("CodePipeline is not authorized to perform AssumeRole on role " + pipeline.roleArn());
        }
        store();
        type();
        stages();
        pipeline.stages().forEach(this::stage);
        order();
        artifacts();
        VariableRules.check(pipeline);
    }

    private void store() {
        if (pipeline.hasArtifactStores() == (pipeline.artifactStore() != null)) {
            throw structure("Exactly one of artifactStore and artifactStores must be given");
        }
        if (pipeline.hasArtifactStores()) {
            throw structure("artifactStores is not supported by this emulator: write artifactStore");
        }
    }

    private void type() {
        boolean second = pipeline.pipelineType() == PipelineType.V2;
        ExecutionMode mode = pipeline.executionMode();
        if (!second && mode != null && mode != ExecutionMode.SUPERSEDED) {
            throw structure("Execution mode " + mode + " can only be used with V2 pipelines");
        }
        if (!second && !pipeline.variables().isEmpty()) {
            throw structure("Pipeline variable can only be used with V2 pipelines");
        }
        Set<String> names = new HashSet<>();
        for (PipelineVariableDeclaration variable : pipeline.variables()) {
            if (!names.add(variable.name())) {
                throw structure("Variable names must be unique. The following variable name is already in use: "
                        + variable.name());
            }
        }
        if (!pipeline.triggers().isEmpty()) {
            throw structure("triggers is not supported by this emulator: leave it out");
        }
    }

    private void stages() {
        int count = pipeline.stages().size();
        if (count < 2) {
            throw structure(
                    "Pipeline has only " + count + " stage(s). There should be a minimum of 2 stages in a pipeline");
        }
        if (count > MOST_STAGES) {
            throw LimitExceededException.builder()
                    .message("Pipeline has " + count + " stages: at most " + MOST_STAGES + " are allowed")
                    .build();
        }
        Set<String> names = new HashSet<>();
        for (StageDeclaration stage : pipeline.stages()) {
            if (!names.add(stage.name())) {
                throw structure("Stage name must be unique within the pipeline. " + stage.name()
                        + " has been used more than once.");
            }
        }
    }

    private void stage(StageDeclaration stage) {
        HonouredMembers.others(stage, Set.of("name", "actions", "blockers")).stream()
                .findFirst()
                .ifPresent(name -> {
                    throw invalidStage(
                            "Stage " + stage.name() + ": " + name + " is not supported by this emulator: leave it out");
                });
        if (!stage.blockers().isEmpty()) {
            throw InvalidBlockerDeclarationException.builder()
                    .message("Stage " + stage.name() + ": blockers are reserved for future use")
                    .build();
        }
        if (stage.actions().isEmpty()) {
            throw invalidStage("Stage " + stage.name() + " has no actions: at least 1 is needed");
        }
        if (stage.actions().size() > MOST_ACTIONS) {
            throw LimitExceededException.builder()
                    .message("Stage " + stage.name() + " has " + stage.actions().size() + " actions: at most "
                            + MOST_ACTIONS + " are allowed")
                    .build();
        }
        Set<String> names = new HashSet<>();
        for (ActionDeclaration action : stage.actions()) {
            if (!names.add(action.name())) {
                throw invalidStage("Action name must be unique within a stage. " + action.name()
                        + " has been used more than once in stage " + stage.name() + ".");
            }
            ActionRules.check(action, scope.region());
        }
    }

    private void order() {
        for (int i = 0; i < pipeline.stages().size(); i++) {
            for (ActionDeclaration action : pipeline.stages().get(i).actions()) {
                boolean source = action.actionTypeId().category() == ActionCategory.SOURCE;
                if (i == 0 && !source) {
                    throw structure("Pipeline should start with a stage that only contains source actions");
                }
                if (i > 0 && source) {
                    throw structure("Source action " + action.name() + " in stage "
                            + pipeline.stages().get(i).name() + ": source actions are allowed in the first stage only");
                }
            }
        }
    }

    /** An artifact is made once, and used after it was made: in a later stage, or a later run order of the same. */
    private void artifacts() {
        Map<String, Integer> made = new HashMap<>();
        for (int i = 0; i < pipeline.stages().size(); i++) {
            List<ActionDeclaration> actions = pipeline.stages().get(i).actions();
            for (ActionDeclaration action : actions) {
                for (OutputArtifact output : action.outputArtifacts()) {
                    if (made.putIfAbsent(output.name(), i * 1000 + Declarations.runOrder(action)) != null) {
                        throw invalidAction("Output Artifact Bundle name must be unique within the pipeline. "
                                + output.name() + " has been used more than once.");
                    }
                }
            }
        }
        for (int i = 0; i < pipeline.stages().size(); i++) {
            for (ActionDeclaration action : pipeline.stages().get(i).actions()) {
                for (InputArtifact input : action.inputArtifacts()) {
                    int used = i * 1000 + Declarations.runOrder(action);
                    if (made.getOrDefault(input.name(), Integer.MAX_VALUE) >= used) {
                        throw invalidAction("Input Artifact Bundle " + input.name() + " in action " + action.name()
                                + " is not declared as Output Artifact Bundle in any of the preceding actions");
                    }
                }
            }
        }
    }

    private static InvalidStructureException structure(String message) {
        return InvalidStructureException.builder().message(message).build();
    }

    private static InvalidStageDeclarationException invalidStage(String message) {
        return InvalidStageDeclarationException.builder().message(message).build();
    }

    private static InvalidActionDeclarationException invalidAction(String message) {
        return InvalidActionDeclarationException.builder().message(message).build();
    }
}
