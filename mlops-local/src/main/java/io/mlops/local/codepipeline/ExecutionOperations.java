package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ConcurrentPipelineExecutionsLimitExceededException;
import software.amazon.awssdk.services.codepipeline.model.DuplicatedStopRequestException;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.ExecutionTrigger;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotStoppableException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

/** Starts, stops and finds a pipeline's executions. */
final class ExecutionOperations {
    /** The most executions that are in progress in QUEUED and PARALLEL mode (CodePipeline user guide, "Quotas"). */
    private static final int MOST_EXECUTIONS = 50;

    private final Call call;
    private final Pipeline pipeline;
    private final Flow flow;

    ExecutionOperations(Call call, Pipeline pipeline) {
        this.call = call;
        this.pipeline = pipeline;
        this.flow = new Flow(call.cloud(), call.scope(), pipeline);
    }

    /** Starts an execution; the same token gives the same execution. */
    String start(StartPipelineExecutionRequest request) {
        synchronized (pipeline) {
            String token = request.clientRequestToken();
            String earlier = token == null ? null : pipeline.executionsByToken().get(token);
            if (earlier != null) {
                return earlier;
            }
            Map<String, String> given = new LinkedHashMap<>();
            for (PipelineVariable variable : request.variables()) {
                given.put(variable.name(), variable.value());
            }
            RevisionOverrides.check(pipeline.declaration(), request.sourceRevisions());
            Optional<String> rule = Pipelines.of(call.cloud(), call.scope()).takeRule(token);
            TriggerType type = rule.isPresent() ? TriggerType.CLOUD_WATCH_EVENT : TriggerType.START_PIPELINE_EXECUTION;
            String id = begin(type, rule.orElse(call.caller().arn()), given, request.sourceRevisions());
            if (token != null) {
                pipeline.executionsByToken().put(token, id);
            }
            return id;
        }
    }

    /** Begins an execution at the first stage, of the newest revisions. */
    String begin(TriggerType trigger) {
        return begin(trigger, call.caller().arn(), Map.of(), List.of());
    }

    private String begin(
            TriggerType trigger, String detail, Map<String, String> given, List<SourceRevisionOverride> revisions) {
        synchronized (pipeline) {
            PipelineDeclaration declaration = pipeline.declaration();
            refuseTooMany(declaration.executionMode());
            Execution execution = new Execution(new Execution.Start(
                    call.cloud().ids().uuid(),
                    declaration,
                    ExecutionTrigger.builder()
                            .triggerType(trigger)
                            .triggerDetail(detail)
                            .build(),
                    values(declaration, given),
                    revisions,
                    Optional.empty(),
                    call.now()));
            flow.begin(execution, 0);
            return execution.id();
        }
    }

    void refuseTooMany(ExecutionMode mode) {
        long open = pipeline.executions().values().stream()
                .filter(Execution::isOpen)
                .count();
        if (mode != ExecutionMode.SUPERSEDED && open >= MOST_EXECUTIONS) {
            throw ConcurrentPipelineExecutionsLimitExceededException.builder()
                    .message("The pipeline has reached the limit for concurrent pipeline executions: " + pipeline.name()
                            + " has " + open + " in progress, at most " + MOST_EXECUTIONS + " are allowed")
                    .build();
        }
    }

    private static Map<String, String> values(PipelineDeclaration declaration, Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (PipelineVariableDeclaration variable : declaration.variables()) {
            String value = given.getOrDefault(variable.name(), variable.defaultValue());
            if (value == null) {
                throw Refusals.validation("The variable " + variable.name()
                        + " has no default value: a value is needed in the start of the execution");
            }
            values.put(variable.name(), value);
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw Refusals.validation("The variable " + name + " is not declared in the pipeline");
            }
        }
        return values;
    }

    String stop(StopPipelineExecutionRequest request) {
        synchronized (pipeline) {
            Execution execution = pipeline.executions().get(request.pipelineExecutionId());
            if (execution == null) {
                throw notStoppable("there is none with the id " + request.pipelineExecutionId());
            }
            boolean abandon = Boolean.TRUE.equals(request.abandon());
            if (execution.isStopping() && !abandon) {
                throw DuplicatedStopRequestException.builder()
                        .message("The pipeline execution is already in a Stopping state. If you already chose to stop"
                                + " and wait, you cannot make that request again.")
                        .build();
            }
            if (!execution.isOpen()) {
                throw notStoppable("it is " + execution.status());
            }
            if (request.reason() != null) {
                execution.stopReason(request.reason());
            }
            if (abandon) {
                flow.abandon(execution, PipelineExecutionStatus.STOPPED);
            } else {
                flow.stop(execution);
            }
            return execution.id();
        }
    }

    private static PipelineExecutionNotStoppableException notStoppable(String why) {
        return PipelineExecutionNotStoppableException.builder()
                .message(
                        "Unable to stop the pipeline execution. The execution might already be in a Stopped state, or it"
                                + " might no longer be in progress: " + why)
                .build();
    }

    Execution find(String id) {
        Execution execution = pipeline.executions().get(id);
        if (execution == null) {
            throw PipelineExecutionNotFoundException.builder()
                    .message("Pipeline " + pipeline.name() + " does not have an execution with id '" + id + "'")
                    .build();
        }
        return execution;
    }
}
