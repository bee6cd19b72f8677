package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import io.mlops.local.codepipeline.ActionRun.Progress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.ExecutionDetails;
import software.amazon.awssdk.services.codepipeline.model.JobDetails;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.OutputVariablesSizeExceededException;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;

/** Takes the results that functions put. */
final class JobOperations {
    /** All names and values together, in bytes (CodePipeline user guide, "Quotas"). */
    private static final int MOST_VARIABLES = 122_880;

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
            job.action()
                    .succeeded(
                            job, request.outputVariables(), Optional.ofNullable(request.currentRevision()), progress);
        }
    }

    private static void check(PutJobSuccessResultRequest request) {
        if (request.continuationToken() != null && !request.outputVariables().isEmpty()) {
            throw Refusals.validation("Output variables cannot be given with a continuation token");
        }
        int size = 0;
        for (Map.Entry<String, String> variable : request.outputVariables().entrySet()) {
            size += variable.getKey().getBytes(StandardCharsets.UTF_8).length
                    + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > MOST_VARIABLES) {
            throw OutputVariablesSizeExceededException.builder()
                    .message("The output variables have " + size + " bytes: at most " + MOST_VARIABLES + " are allowed")
                    .build();
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
