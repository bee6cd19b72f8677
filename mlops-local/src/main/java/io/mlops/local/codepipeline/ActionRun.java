package io.mlops.local.codepipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ActionRevision;
import software.amazon.awssdk.services.codepipeline.model.ErrorDetails;

/** One run of an action. Guarded by its pipeline's monitor. */
final class ActionRun {
    private final String id;
    private final Execution execution;
    private final String stage;
    private final ActionDeclaration action;
    private final Instant started;
    private final List<Runnable> cleanups = new ArrayList<>();
    private ActionExecutionStatus status = ActionExecutionStatus.IN_PROGRESS;
    private Instant updated;
    private Map<String, String> configuration = Map.of();
    private List<ArtifactPlace> inputs = List.of();
    private List<ArtifactPlace> outputs = List.of();
    private Map<String, String> outputVariables = Map.of();
    private Progress progress = Progress.NONE;
    private Optional<ErrorDetails> error = Optional.empty();
    private Optional<ActionRevision> revision = Optional.empty();
    private Optional<String> token = Optional.empty();
    private Optional<String> updatedBy = Optional.empty();

    ActionRun(String id, Execution execution, String stage, ActionDeclaration action, Instant started) {
        this.id = id;
        this.execution = execution;
        this.stage = stage;
        this.action = action;
        this.started = started;
        this.updated = started;
    }

    /**
     * What a provider tells of its own execution.
     *
     * @param externalId the execution's id there, as a build's
     * @param externalUrl where a person sees it
     * @param summary a sentence
     * @param percentComplete 0 to 100
     */
    record Progress(
            Optional<String> externalId,
            Optional<String> externalUrl,
            Optional<String> summary,
            Optional<Integer> percentComplete) {
        static final Progress NONE =
                new Progress(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        static Progress of(String externalId, String externalUrl) {
            return new Progress(Optional.of(externalId), Optional.of(externalUrl), Optional.empty(), Optional.empty());
        }

        static Progress summary(String summary) {
            return new Progress(Optional.empty(), Optional.empty(), Optional.of(summary), Optional.empty());
        }

        /** Takes what is new from another. */
        Progress with(Progress newer) {
            return new Progress(
                    newer.externalId.or(() -> externalId),
                    newer.externalUrl.or(() -> externalUrl),
                    newer.summary.or(() -> summary),
                    newer.percentComplete.or(() -> percentComplete));
        }
    }

    /**
     * How an action succeeded.
     *
     * @param outputVariables for its namespace
     * @param artifactRevision what its output artifacts were made from
     * @param progress the last word of the provider
     */
    record Success(Map<String, String> outputVariables, Optional<String> artifactRevision, Progress progress) {}

    String id() {
        return id;
    }

    Execution execution() {
        return execution;
    }

    String stage() {
        return stage;
    }

    ActionDeclaration action() {
        return action;
    }

    Instant started() {
        return started;
    }

    Instant updated() {
        return updated;
    }

    ActionExecutionStatus status() {
        return status;
    }

    boolean isRunning() {
        return status == ActionExecutionStatus.IN_PROGRESS;
    }

    boolean hasSucceeded() {
        return status == ActionExecutionStatus.SUCCEEDED;
    }

    Map<String, String> configuration() {
        return configuration;
    }

    List<ArtifactPlace> inputs() {
        return inputs;
    }

    List<ArtifactPlace> outputs() {
        return outputs;
    }

    Map<String, String> outputVariables() {
        return outputVariables;
    }

    Progress progress() {
        return progress;
    }

    Optional<ErrorDetails> error() {
        return error;
    }

    Optional<ActionRevision> revision() {
        return revision;
    }

    Optional<String> token() {
        return token;
    }

    Optional<String> updatedBy() {
        return updatedBy;
    }

    void resolved(Map<String, String> resolved, List<ArtifactPlace> taken, List<ArtifactPlace> made) {
        configuration = Map.copyOf(resolved);
        inputs = List.copyOf(taken);
        outputs = List.copyOf(made);
    }

    void progressed(Progress newer, Instant now) {
        progress = progress.with(newer);
        updated = now;
    }

    void await(String approvalToken) {
        token = Optional.of(approvalToken);
    }

    void updatedBy(String arn) {
        updatedBy = Optional.of(arn);
    }

    void revised(ActionRevision found) {
        revision = Optional.of(found);
    }

    /** Has something done when the run ends in whatever way, as an appointment cancelled. */
    void whenEnded(Runnable cleanup) {
        cleanups.add(cleanup);
    }

    void succeeded(Success success, Instant now) {
        outputVariables = Map.copyOf(success.outputVariables());
        outputs = outputs.stream()
                .map(output -> output.of(success.artifactRevision()))
                .toList();
        progressed(success.progress(), now);
        end(ActionExecutionStatus.SUCCEEDED, now);
    }

    void failed(ErrorDetails details, Instant now) {
        error = Optional.of(details);
        end(ActionExecutionStatus.FAILED, now);
    }

    void abandoned(Instant now) {
        end(ActionExecutionStatus.ABANDONED, now);
    }

    private void end(ActionExecutionStatus end, Instant now) {
        status = end;
        updated = now;
        token = Optional.empty();
        execution.events().ifPresent(told -> told.action(this, StateEvents.state(end)));
        cleanups.forEach(Runnable::run);
        cleanups.clear();
    }
}
