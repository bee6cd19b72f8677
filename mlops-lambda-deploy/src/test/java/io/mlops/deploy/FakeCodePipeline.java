package io.mlops.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    private final Set<String> answered = new HashSet<>();

    @Override
    public PutJobSuccessResultResponse putJobSuccessResult(PutJobSuccessResultRequest request) {
        once(request.jobId());
        successes.add(request);
        return PutJobSuccessResultResponse.builder().build();
    }

    @Override
    public PutJobFailureResultResponse putJobFailureResult(PutJobFailureResultRequest request) {
        once(request.jobId());
        failures.add(request);
        return PutJobFailureResultResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private void once(String jobId) {
        if (!answered.add(jobId)) {
            throw InvalidJobStateException.builder().message("job is completed").build();
        }
    }
}
