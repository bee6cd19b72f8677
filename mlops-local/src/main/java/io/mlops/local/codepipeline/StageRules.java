package io.mlops.local.codepipeline;

import io.mlops.local.call.HonouredMembers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.FailureConditions;
import software.amazon.awssdk.services.codepipeline.model.InvalidBlockerDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** What one stage's declaration must be (CodePipeline user guide, "Quotas", "Configuring stage rollback"). */
final class StageRules {
    private static final int MOST_ACTIONS = 50;
    private static final Set<String> CONDITIONS = Set.of("beforeEntry", "onFailure", "onSuccess");

    private final PipelineDeclaration pipeline;
    private final StageDeclaration stage;
    private final boolean first;

    private StageRules(PipelineDeclaration pipeline, int index) {
        this.pipeline = pipeline;
        this.stage = pipeline.stages().get(index);
        this.first = index == 0;
    }

    static void check(PipelineDeclaration pipeline, int index, String region) {
        StageRules rules = new StageRules(pipeline, index);
        rules.actions();
        rules.conditions();
        rules.stage.actions().forEach(action -> ActionRules.check(action, region));
    }

    private void actions() {
        if (!stage.blockers().isEmpty()) {
            throw InvalidBlockerDeclarationException.builder()
                    .message("Stage " + stage.name() + ": blockers are reserved for future use")
                    .build();
        }
        if (stage.actions().isEmpty()) {
            throw Invalid.stage("Stage " + stage.name() + " has no actions: at least 1 is needed");
        }
        if (stage.actions().size() > MOST_ACTIONS) {
            throw Invalid.limit(
                    "The number of actions of stage " + stage.name(),
                    stage.actions().size(),
                    MOST_ACTIONS);
        }
        Set<String> names = new HashSet<>();
        for (ActionDeclaration action : stage.actions()) {
            if (!names.add(action.name())) {
                throw Invalid.stage("Action name must be unique within a stage. " + action.name()
                        + " has been used more than once in stage " + stage.name() + ".");
            }
            boolean source = action.actionTypeId().category() == ActionCategory.SOURCE;
            if (first && !source) {
                throw Invalid.structure("Pipeline should start with a stage that only contains source actions");
            } else if (!first && source) {
                throw Invalid.structure("Source action " + action.name() + " in stage " + stage.name()
                        + ": source actions are allowed in the first stage only");
            }
        }
    }

    private void conditions() {
        List<String> given = HonouredMembers.others(stage, Set.of("name", "actions", "blockers"));
        boolean second = pipeline.pipelineType() == PipelineType.V2;
        for (String member : given) {
            if (!second && CONDITIONS.contains(member)) {
                throw Invalid.structure(
                        "Stage " + stage.name() + ": " + member + " can only be used with V2 pipelines");
            } else if (!member.equals("onFailure")) {
                throw Invalid.unsupported(member + " (stage " + stage.name() + ")");
            }
        }
        if (stage.onFailure() != null) {
            failure(stage.onFailure());
        }
    }

    private void failure(FailureConditions failure) {
        String at = "Stage " + stage.name() + ": onFailure";
        if (!failure.conditions().isEmpty()) {
            throw Invalid.unsupported("onFailure.conditions (stage " + stage.name() + ")");
        } else if (failure.result() == null) {
            throw Invalid.stage(at + " needs a result or conditions");
        } else if (failure.result() == Result.SKIP) {
            throw Invalid.stage(at + ".result SKIP is for beforeEntry conditions only");
        } else if (failure.result() == Result.ROLLBACK && first) {
            throw Invalid.stage(at + ".result ROLLBACK: You cannot roll back a source stage");
        } else if (failure.result() == Result.ROLLBACK && pipeline.executionMode() == ExecutionMode.PARALLEL) {
            throw Invalid.structure(at + ".result ROLLBACK: failure conditions with a rollback result type cannot be"
                    + " added to a PARALLEL mode pipeline");
        } else if (failure.result() != Result.RETRY && failure.retryConfiguration() != null) {
            throw Invalid.stage(at + ".retryConfiguration is for the result RETRY only");
        }
    }
}
