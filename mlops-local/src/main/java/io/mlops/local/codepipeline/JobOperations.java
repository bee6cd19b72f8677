package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import io.mlops.local.codepipeline.ActionRun.Progress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.ExecutionDetails;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.JobDetails;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.OutputVariablesSizeExceededException;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;

/** Takes the results that functions put. */
final class JobOperations {
    /** All names and values together, in bytes (CodePipeline user guide, "Quotas"). */
    private static final int MOST_VARIABLES = 122_880;

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z0-9@\\-_]+");

    private final Call call;

    JobOperations(Call call) {
        this.call = call;
    }

    void succeed(PutJobSuccessResultRequest request) {
        LambdaJob job = find(request.jobId());
        check(request);
        Progress progress = progress(request.executionDetails());
        if (request.continuationToken() != null) {
            job.action().continued(job, request.continuationToken(), progress);
        } else {
            job.action().succeeded(job, request.outputVariables(), progress);
        }
    }

    private static void check(PutJobSuccessResultRequest request) {
        if (request.currentRevision() != null) {
            throw Refusals.validation("currentRevision is for source actions: a Lambda action has none");
        }
        length("continuationToken", request.continuationToken(), 2048);
        if (request.executionDetails() != null) {
            length("executionDetails.summary", request.executionDetails().summary(), 2048);
            length(
                    "executionDetails.externalExecutionId",
                    request.executionDetails().externalExecutionId(),
                    1500);
        }
        if (request.continuationToken() != null && !request.outputVariables().isEmpty()) {
            throw Refusals.validation("Output variables cannot be given with a continuation token");
        }
        int size = 0;
        for (Map.Entry<String, String> variable : request.outputVariables().entrySet()) {
            if (!VARIABLE.matcher(variable.getKey()).matches()) {
                throw Refusals.validation("1 validation error detected: Value '" + variable.getKey()
                        + "' at 'outputVariables' failed to satisfy constraint: Map keys must satisfy constraint:"
                        + " [Member must satisfy regular expression pattern: " + VARIABLE.pattern() + "]");
            }
            size += variable.getKey().getBytes(StandardCharsets.UTF_8).length
                    + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > MOST_VARIABLES) {
            throw OutputVariablesSizeExceededException.builder()
                    .message("The output variables have " + size + " bytes: at most " + MOST_VARIABLES + " are allowed")
                    .build();
        }
    }

    private static void length(String member, @Nullable String value, int most) {
        if (value != null && (value.isEmpty() || value.length() > most)) {
            throw Refusals.validation("1 validation error detected: Value at '" + member
                    + "' failed to satisfy constraint: Member must have length "
                    + (value.isEmpty() ? "greater than or equal to 1" : "less than or equal to " + most));
        }
    }

    private static Progress progress(@Nullable ExecutionDetails details) {
        return details == null
                ? Progress.NONE
                : new Progress(
                        Optional.ofNullable(details.externalExecutionId()),
                        Optional.empty(),
                        Optional.ofNullable(details.summary()),
                        Optional.ofNullable(details.percentComplete()));
    }

    void fail(PutJobFailureResultRequest request) {
        LambdaJob job = find(request.jobId());
        if (request.failureDetails().type() == FailureType.UNKNOWN_TO_SDK_VERSION) {
            throw Refusals.validation("1 validation error detected: Value '"
                    + request.failureDetails().typeAsString()
                    + "' at 'failureDetails.type' failed to satisfy constraint: Member must satisfy enum value set: "
                    + FailureType.knownValues());
        }
        length("failureDetails.message", request.failureDetails().message(), 5000);
        length("failureDetails.externalExecutionId", request.failureDetails().externalExecutionId(), 1500);
        Progress progress = new Progress(
                Optional.ofNullable(request.failureDetails().externalExecutionId()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        job.action()
                .failed(
                        job,
                        request.failureDetails().typeAsString(),
                        request.failureDetails().message(),
                        progress);
    }

    JobDetails details(String id) {
        LambdaJob job = find(id);
        return JobDetails.builder()
                .id(job.id())
                .data(job.data())
                .accountId(call.scope().accountId())
                .build();
    }

    private LambdaJob find(String id) {
        return Pipelines.of(call.cloud(), call.scope())
                .job(id)
                .orElseThrow(() -> JobNotFoundException.builder()
                        .message("Job with id " + id + " could not be found")
                        .build());
    }
}
