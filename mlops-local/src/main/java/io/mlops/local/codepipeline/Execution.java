package io.mlops.local.codepipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.ExecutionTrigger;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;

/** A pipeline execution. Guarded by its pipeline's monitor. */
final class Execution {
    private final Start start;
    private final Variables variables = new Variables();
    private final Map<String, ArtifactPlace> artifacts = new LinkedHashMap<>();
    private final Map<String, SourceRevision> sourceRevisions = new LinkedHashMap<>();
    private final Map<String, ArtifactRevision> artifactRevisions = new LinkedHashMap<>();
    private final List<ActionRun> runs = new ArrayList<>();
    private final Map<String, StageRun> stages = new LinkedHashMap<>();
    private PipelineExecutionStatus status = PipelineExecutionStatus.IN_PROGRESS;
    private Optional<String> stopReason = Optional.empty();
    private Instant updated;
    private Optional<StateEvents> events = Optional.empty();

    /**
     * How an execution began.
     *
     * @param id its UUID
     * @param declaration the pipeline at that time
     * @param trigger what began it
     * @param variables the pipeline's variables with their values
     * @param revisions what its sources take instead of the newest
     * @param rollbackTarget the execution whose artifacts it takes, for a rollback
     * @param started when
     */
    record Start(
            String id,
            PipelineDeclaration declaration,
            ExecutionTrigger trigger,
            Map<String, String> variables,
            List<SourceRevisionOverride> revisions,
            Optional<String> rollbackTarget,
            Instant started) {}

    Execution(Start start) {
        this.start = start;
        this.updated = start.started();
        variables.put(Variables.PIPELINE, Map.of("PipelineExecutionId", start.id()));
        variables.put(Variables.VARIABLES, start.variables());
    }

    String id() {
        return start.id();
    }

    Start start() {
        return start;
    }

    PipelineDeclaration declaration() {
        return start.declaration();
    }

    ExecutionMode mode() {
        return start.declaration().executionMode();
    }

    ExecutionType type() {
        return start.rollbackTarget().isPresent() ? ExecutionType.ROLLBACK : ExecutionType.STANDARD;
    }

    Variables variables() {
        return variables;
    }

    Map<String, ArtifactPlace> artifacts() {
        return artifacts;
    }

    Map<String, SourceRevision> sourceRevisions() {
        return sourceRevisions;
    }

    Map<String, ArtifactRevision> artifactRevisions() {
        return artifactRevisions;
    }

    /** Says whether an action has not run again after a run. */
    boolean isLatest(ActionRun run) {
        StageRun stage = stages.get(run.stage());
        return stage != null
                && stage.latest(run.action().name()).filter(run::equals).isPresent();
    }

    List<ActionRun> runs() {
        return runs;
    }

    Map<String, StageRun> stages() {
        return stages;
    }

    PipelineExecutionStatus status() {
        return status;
    }

    boolean isOpen() {
        return status == PipelineExecutionStatus.IN_PROGRESS || isStopping();
    }

    boolean isStopping() {
        return status == PipelineExecutionStatus.STOPPING;
    }

    /** Says whether a stage can be rolled back to this (CodePipeline user guide, "Configuring stage rollback"). */
    boolean isTargetOfRollback(String stage, PipelineDeclaration current) {
        StageRun run = stages.get(stage);
        return type() == ExecutionType.STANDARD
                && declaration().version().equals(current.version())
                && run != null
                && run.status() == StageExecutionStatus.SUCCEEDED;
    }

    /** Begins; from now on EventBridge is told of each state. */
    void begin(StateEvents told) {
        events = Optional.of(told);
        told.execution(this, "STARTED");
    }

    Optional<StateEvents> events() {
        return events;
    }

    void status(PipelineExecutionStatus changed, Instant now) {
        if (changed != status) {
            events.ifPresent(told -> told.execution(this, StateEvents.state(changed)));
        }
        status = changed;
        updated = now;
    }

    Instant updated() {
        return updated;
    }

    Optional<String> stopReason() {
        return stopReason;
    }

    void stopReason(String reason) {
        stopReason = Optional.of(reason);
    }

    /** Takes artifacts, variables and revisions from another execution, for a rollback. */
    void takeFrom(Execution target) {
        artifacts.putAll(target.artifacts);
        sourceRevisions.putAll(target.sourceRevisions);
        artifactRevisions.putAll(target.artifactRevisions);
        target.runs.stream()
                .filter(run -> run.hasSucceeded() && run.action().namespace() != null)
                .forEach(run -> variables.put(run.action().namespace(), run.outputVariables()));
    }
}
