package io.mlops.run;

import io.mlops.aws.AwsClients;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionInput;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionOutput;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ErrorDetails;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsResponse;

/** The actions of one execution. */
final class Actions {
    private final AwsClients aws;
    private final String pipeline;
    private final String execution;

    Actions(AwsClients aws, String pipeline, String execution) {
        this.aws = aws;
        this.pipeline = pipeline;
        this.execution = execution;
    }

    /** The stages in order, each with the number of its actions: only so is it known when a stage is complete. */
    Map<String, Integer> countByStage() {
        Map<String, Integer> count = new LinkedHashMap<>();
        aws.codePipeline()
                .getPipeline(request -> request.name(pipeline))
                .pipeline()
                .stages()
                .forEach(stage -> count.put(stage.name(), stage.actions().size()));
        return count;
    }

    /** Each action as it was last run, in the order of their starts. */
    List<ActionRun> runs() {
        List<ActionRun> runs = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListActionExecutionsResponse page = aws.codePipeline()
                    .listActionExecutions(request -> request.pipelineName(pipeline)
                            .filter(filter -> filter.pipelineExecutionId(execution))
                            .nextToken(from));
            page.actionExecutionDetails().forEach(detail -> runs.add(run(detail)));
            token = page.nextToken();
        } while (token != null);
        runs.sort(Comparator.comparing(ActionRun::started));
        Map<String, ActionRun> latest = new LinkedHashMap<>();
        runs.forEach(run -> latest.put(run.stage() + "/" + run.action(), run));
        return List.copyOf(latest.values());
    }

    private static ActionRun run(ActionExecutionDetail detail) {
        Optional<ActionExecutionInput> input = Optional.ofNullable(detail.input());
        Optional<ActionExecutionOutput> output = Optional.ofNullable(detail.output());
        Optional<ActionExecutionResult> result = output.map(ActionExecutionOutput::executionResult);
        Instant started = Optional.ofNullable(detail.startTime()).orElse(Instant.EPOCH);
        return new ActionRun(
                detail.stageName(),
                detail.actionName(),
                detail.statusAsString(),
                started,
                Optional.ofNullable(detail.lastUpdateTime()).orElse(started),
                input.map(ActionExecutionInput::actionTypeId)
                        .map(type -> type.provider())
                        .orElse(""),
                input.map(ActionExecutionInput::configuration).orElse(Map.of()),
                result.map(ActionExecutionResult::externalExecutionId).orElse(""),
                result.map(ActionExecutionResult::externalExecutionSummary).orElse(""),
                result.map(ActionExecutionResult::errorDetails)
                        .map(ErrorDetails::message)
                        .orElse(""),
                output.map(ActionExecutionOutput::outputVariables).orElse(Map.of()));
    }
}
