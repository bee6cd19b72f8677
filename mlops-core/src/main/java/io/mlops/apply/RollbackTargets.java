package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Change;
import io.mlops.plan.Pipeline;
import io.mlops.plan.Plan;
import io.mlops.plan.StageDeclaration;
import io.mlops.plan.StructureChange;
import java.util.TreeMap;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionFilter;

/** Counts the executions to which a pipeline's stages can be rolled back, where a plan would end that. */
final class RollbackTargets {
    private final AwsClients aws;

    RollbackTargets(AwsClients aws) {
        this.aws = aws;
    }

    /** Adds to a plan what a change of structure takes away, if there is one. */
    Plan in(Plan plan) {
        return plan.of(Change.Update.class).stream()
                .filter(StructureChange::isOne)
                .map(update -> plan.restructuring(lost((Pipeline) update.before())))
                .findFirst()
                .orElse(plan);
    }

    private StructureChange lost(Pipeline pipeline) {
        TreeMap<String, Integer> lost = new TreeMap<>();
        // The stage of the sources can never be rolled back.
        pipeline.stages().stream()
                .skip(1)
                .map(StageDeclaration::name)
                .forEach(stage -> lost.put(stage, count(pipeline.name(), stage)));
        return new StructureChange(lost);
    }

    private int count(String pipeline, String stage) {
        // The filter is of the structure of today; a rollback cannot be a target itself.
        PipelineExecutionFilter succeeded = PipelineExecutionFilter.builder()
                .succeededInStage(filter -> filter.stageName(stage))
                .build();
        return (int) aws
                .codePipeline()
                .listPipelineExecutionsPaginator(
                        request -> request.pipelineName(pipeline).filter(succeeded))
                .pipelineExecutionSummaries()
                .stream()
                .filter(execution -> execution.executionType() != ExecutionType.ROLLBACK)
                .count();
    }
}
