package io.mlops.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultResponse;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultResponse;

/** CodePipeline that takes one answer a job. */
final class FakeCodePipeline implements CodePipelineClient {
    final List<PutJobSuccessResultRequest> successes = new ArrayList<>();
    final List<PutJobFailureResultRequest> failures = new ArrayList<>();
    private final Map<String, Answer> answers = new HashMap<>();

    /**
     * What a job was answered.
     *
     * @param jobId the job
     * @param token what the next job is told
     * @param succeeded whether it was a success, for now or for good
     */
    record Answer(String jobId, Optional<String> token, boolean succeeded) {}

    Optional<Answer> answerOf(String jobId) {
        return Optional.ofNullable(answers.get(jobId));
    }

    @Override
    public PutJobSuccessResultResponse putJobSuccessResult(PutJobSuccessResultRequest request) {
        once(new Answer(request.jobId(), Optional.ofNullable(request.continuationToken()), true));
        successes.add(request);
        return PutJobSuccessResultResponse.builder().build();
    }

    @Override
    public PutJobFailureResultResponse putJobFailureResult(PutJobFailureResultRequest request) {
        once(new Answer(request.jobId(), Optional.empty(), false));
        failures.add(request);
        return PutJobFailureResultResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private void once(Answer answer) {
        if (answers.putIfAbsent(answer.jobId(), answer) != null) {
            throw InvalidJobStateException.builder().message("job is completed").build();
        }
    }
}
