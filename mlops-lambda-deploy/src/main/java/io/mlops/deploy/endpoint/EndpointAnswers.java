package io.mlops.deploy.endpoint;

import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.ContinuationToken;
import io.mlops.deploy.job.JobResult;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;

/** What CodePipeline is told of an endpoint. */
final class EndpointAnswers {
    /** The value of an output variable that has none: an empty one is not accepted. */
    private static final String NONE = "none";

    private final EndpointLog log;

    EndpointAnswers(EndpointLog log) {
        this.log = log;
    }

    static JobResult success(DescribeEndpointResponse endpoint, Release release, Previous previous, String changes) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("EndpointName", endpoint.endpointName());
        variables.put("EndpointArn", endpoint.endpointArn());
        variables.put("EndpointConfigName", endpoint.endpointConfigName());
        variables.put("ModelPackageArn", release.modelPackageArn().toString());
        variables.put("PreviousEndpointConfigName", previous.config().isEmpty() ? NONE : previous.config());
        variables.put("PreviousModelPackageArn", previous.modelPackage().orElse(NONE));
        return new JobResult.Success(
                "endpoint " + endpoint.endpointName() + " serves " + release.modelPackageArn() + " with "
                        + endpoint.endpointConfigName() + changes,
                variables);
    }

    static JobResult waiting(DescribeEndpointResponse endpoint, ContinuationToken token, int percent) {
        return new JobResult.InProgress(
                "endpoint " + endpoint.endpointName() + " is " + endpoint.endpointStatusAsString(), percent, token);
    }

    /** The endpoint serves what it served before: SageMaker has rolled the update back. */
    JobResult rolledBack(DescribeEndpointResponse endpoint, String wanted) {
        return failed(
                endpoint,
                "it serves " + endpoint.endpointConfigName() + ", not " + wanted + ": the update was rolled back",
                "mend the model and run the pipeline again, or retry the stage",
                true);
    }

    /** The endpoint serves neither what it did nor what it should. */
    JobResult superseded(DescribeEndpointResponse endpoint, String wanted) {
        return failed(
                endpoint,
                "it serves " + endpoint.endpointConfigName() + ", not " + wanted
                        + ": somebody else has deployed to it meanwhile",
                "retry the stage to deploy this package over it",
                false);
    }

    JobResult failed(DescribeEndpointResponse endpoint, String what) {
        return failed(endpoint, what, "retry the stage", false);
    }

    /** No update is accepted any more (API reference, DescribeEndpoint: UpdateRollbackFailed). */
    JobResult stuck(DescribeEndpointResponse endpoint, String what) {
        return failed(endpoint, what, "delete the endpoint, then retry the stage", true);
    }

    private JobResult failed(DescribeEndpointResponse endpoint, String what, String remedy, boolean rolledBack) {
        return new JobResult.Failure(
                FailureType.JOB_FAILED,
                "endpoint " + endpoint.endpointName() + " is " + endpoint.endpointStatusAsString() + ": " + what
                        + reason(endpoint) + "; " + remedy + log.tail(endpoint.endpointName()),
                rolledBack);
    }

    static String reason(DescribeEndpointResponse endpoint) {
        String reason = endpoint.failureReason();
        return reason == null || reason.isBlank() ? "" : ": " + reason;
    }
}
