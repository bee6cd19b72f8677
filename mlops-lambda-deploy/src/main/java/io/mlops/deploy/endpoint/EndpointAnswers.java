package io.mlops.deploy.endpoint;

import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.ContinuationToken;
import io.mlops.deploy.job.JobResult;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;

/** What CodePipeline is told of an endpoint. */
final class EndpointAnswers {
    private EndpointAnswers() {}

    static JobResult success(DescribeEndpointResponse endpoint, Release release) {
        return new JobResult.Success(
                "endpoint " + endpoint.endpointName() + " serves " + release.modelPackageArn() + " with "
                        + endpoint.endpointConfigName(),
                Map.of(
                        "EndpointName", endpoint.endpointName(),
                        "EndpointArn", endpoint.endpointArn(),
                        "EndpointConfigName", endpoint.endpointConfigName(),
                        "ModelPackageArn", release.modelPackageArn().toString()));
    }

    static JobResult waiting(DescribeEndpointResponse endpoint, ContinuationToken token, int percent) {
        return new JobResult.InProgress(
                "endpoint " + endpoint.endpointName() + " is " + endpoint.endpointStatusAsString(), percent, token);
    }

    static JobResult failed(DescribeEndpointResponse endpoint, String what) {
        return failed(endpoint, what, "retry the stage");
    }

    /** No update is accepted any more (API reference, DescribeEndpoint: UpdateRollbackFailed). */
    static JobResult stuck(DescribeEndpointResponse endpoint, String what) {
        return failed(endpoint, what, "delete the endpoint, then retry the stage");
    }

    private static JobResult failed(DescribeEndpointResponse endpoint, String what, String remedy) {
        return new JobResult.Failure(
                FailureType.JOB_FAILED,
                "endpoint " + endpoint.endpointName() + " is " + endpoint.endpointStatusAsString() + ": " + what
                        + reason(endpoint) + "; look at the endpoint's log /aws/sagemaker/Endpoints/"
                        + endpoint.endpointName() + "; " + remedy);
    }

    static String reason(DescribeEndpointResponse endpoint) {
        String reason = endpoint.failureReason();
        return reason == null || reason.isBlank() ? "" : ": " + reason;
    }
}
