package io.mlops.local.codepipeline;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.RoleSessions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/**
 * What a pipeline's declaration must be (CodePipeline user guide, "Pipeline structure reference" and "Quotas"). What is
 * not honoured here is refused by name.
 */
final class PipelineStructure {
    private static final int MOST_STAGES = 50;
    private static final int MOST_ACTIONS = 500;

    private final PipelineDeclaration pipeline;
    private final Scope scope;

    private PipelineStructure(PipelineDeclaration pipeline, Scope scope) {
        this.pipeline = pipeline;
        this.scope = scope;
    }

    /** Refuses a declaration that AWS would refuse, or that cannot be honoured. */
    static void check(Cloud cloud, Scope scope, PipelineDeclaration pipeline) {
        new PipelineStructure(pipeline, scope).check(cloud);
    }

    private void check(Cloud cloud) {
        String arn = scope.arn("codepipeline", pipeline.name());
        if (RoleSessions.assumeFor(
                        cloud, pipeline.roleArn(), "codepipeline.amazonaws.com", "check", Optional.of(arn), Map.of())
                .isEmpty()) {
            throw Invalid.structure(
                    "CodePipeline is not authorized to perform AssumeRole on role " + pipeline.roleArn());
        }
        type();
        stages();
        for (int i = 0; i < pipeline.stages().size(); i++) {
            StageRules.check(pipeline, i, scope.region());
        }
        store();
        artifacts();
        VariableRules.check(pipeline);
    }

    private void store() {
        if (pipeline.hasArtifactStores() == (pipeline.artifactStore() != null)) {
            throw Invalid.structure(
                    "You must include either artifactStore or artifactStores in your pipeline, but you cannot use both");
        }
        if (pipeline.hasArtifactStores() && !pipeline.artifactStores().containsKey(scope.region())) {
            throw Invalid.structure(
                    "There must be an artifact store for the pipeline Region and for each cross-region action in the"
                            + " pipeline: artifactStores has none for " + scope.region());
        }
    }

    private void type() {
        boolean second = pipeline.pipelineType() == PipelineType.V2;
        ExecutionMode mode = pipeline.executionMode();
        if (!second && mode != null && mode != ExecutionMode.SUPERSEDED) {
            throw Invalid.structure("Execution mode " + mode + " can only be used with V2 pipelines");
        }
        if (!second && !pipeline.variables().isEmpty()) {
            throw Invalid.structure("Pipeline variable can only be used with V2 pipelines");
        }
        if (!second && !pipeline.triggers().isEmpty()) {
            throw Invalid.structure("Triggers can only be used with V2 pipelines");
        }
        if (!pipeline.triggers().isEmpty()) {
            throw Invalid.unsupported("triggers");
        }
    }

    private void stages() {
        List<StageDeclaration> stages = pipeline.stages();
        if (stages.size() < 2) {
            throw Invalid.structure("Pipeline has only " + stages.size()
                    + " stage(s). There should be a minimum of 2 stages in a pipeline");
        }
        if (stages.size() > MOST_STAGES) {
            throw Invalid.limit("The number of stages", stages.size(), MOST_STAGES);
        }
        int actions = stages.stream().mapToInt(stage -> stage.actions().size()).sum();
        if (actions > MOST_ACTIONS) {
            throw Invalid.limit("The number of actions of all stages", actions, MOST_ACTIONS);
        }
        Set<String> names = new HashSet<>();
        for (StageDeclaration stage : stages) {
            if (!names.add(stage.name())) {
                throw Invalid.structure("Stage name must be unique within the pipeline. " + stage.name()
                        + " has been used more than once.");
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
                        throw Invalid.action("Output Artifact Bundle name must be unique within the pipeline. "
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
                        throw Invalid.action("Input Artifact Bundle " + input.name() + " in action " + action.name()
                                + " is not declared as Output Artifact Bundle in any of the preceding actions");
                    }
                }
            }
        }
    }
}
