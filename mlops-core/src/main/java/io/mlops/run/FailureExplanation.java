package io.mlops.run;

import io.mlops.aws.AwsClients;
import io.mlops.spec.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;

/** Finds out why an execution did not succeed. */
final class FailureExplanation {
    private static final int LAST_LINES = 15;
    private static final int LINES_READ = 200;
    /** Begins the lines that CodeBuild writes itself, which say nothing of the cause. */
    private static final String CODE_BUILD = "[Container] ";

    private final AwsClients aws;
    private final String pipeline;
    private final String execution;

    FailureExplanation(AwsClients aws, String pipeline, String execution) {
        this.aws = aws;
        this.pipeline = pipeline;
        this.execution = execution;
    }

    ExecutionFailedException explain(String status, String summary, List<ActionRun> runs) {
        return runs.stream()
                .filter(ActionRun::isFailed)
                .findFirst()
                .map(this::explain)
                .orElseGet(() -> new ExecutionFailedException(
                        "", "", "it is " + status + (summary.isEmpty() ? "" : ": " + summary), "", ""));
    }

    private ExecutionFailedException explain(ActionRun run) {
        String said = Stream.of(run.error(), stateError(run), run.summary())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("no reason given");
        if (run.isBuild()) {
            BuildLog log = new BuildLog(aws, run.externalId());
            String reason = Stream.concat(Stream.of(said), phaseContexts(run.externalId(), said))
                    .distinct()
                    .collect(Collectors.joining("; "));
            return new ExecutionFailedException(run.stage(), run.action(), reason, log.location(), lastLines(log));
        }
        String function = run.configuration().getOrDefault("FunctionName", "");
        String location = function.isEmpty() ? "" : Names.functionLogGroup(function);
        return new ExecutionFailedException(run.stage(), run.action(), said, location, "");
    }

    /** The last lines that the build's own commands wrote. */
    private static String lastLines(BuildLog log) {
        List<String> lines = log.last(LINES_READ).stream()
                .filter(line -> !line.startsWith(CODE_BUILD) && !line.isBlank())
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** What the build's phases say beside what the action has said already. */
    private Stream<String> phaseContexts(String buildId, String said) {
        return aws.codeBuild().batchGetBuilds(request -> request.ids(buildId)).builds().stream()
                .map(Build::phases)
                .flatMap(List::stream)
                .filter(phase -> phase.phaseStatusAsString() != null
                        && !phase.phaseStatusAsString().equals("SUCCEEDED"))
                .flatMap(phase -> phase.contexts().stream()
                        .map(PhaseContext::message)
                        .filter(message -> message != null && !message.isBlank() && !said.contains(message))
                        .map(message -> "phase " + phase.phaseTypeAsString() + ": " + message));
    }

    private String stateError(ActionRun run) {
        return aws.codePipeline().getPipelineState(request -> request.name(pipeline)).stageStates().stream()
                .filter(stage -> stage.stageName().equals(run.stage()))
                .filter(stage -> stage.latestExecution() != null
                        && execution.equals(stage.latestExecution().pipelineExecutionId()))
                .flatMap(stage -> stage.actionStates().stream())
                .filter(action -> action.actionName().equals(run.action()))
                .flatMap(action -> Optional.ofNullable(action.latestExecution()).stream())
                .flatMap(latest -> Optional.ofNullable(latest.errorDetails()).stream())
                .flatMap(error -> Optional.ofNullable(error.message()).stream())
                .findFirst()
                .orElse("");
    }
}
