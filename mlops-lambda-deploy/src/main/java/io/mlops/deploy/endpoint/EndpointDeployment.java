package io.mlops.deploy.endpoint;

import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.ContinuationToken;
import io.mlops.deploy.job.JobResult;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/**
 * Brings an endpoint to a release, one look and at most one change an invocation. It never sleeps: what takes time is
 * answered with a continuation token. Repeated, late and duplicate invocations find their own work and go on; an update
 * that SageMaker rolled back is not started again by the same attempt.
 */
public final class EndpointDeployment {
    private static final int MOST_TRIES = 10;

    private final SageMakerClient sageMaker;
    private final ModelPackages packages;
    private final EndpointConfigs configs;

    /**
     * Makes the deployment.
     *
     * @param sageMaker SageMaker
     */
    public EndpointDeployment(SageMakerClient sageMaker) {
        this.sageMaker = sageMaker;
        this.packages = new ModelPackages(sageMaker);
        this.configs = new EndpointConfigs(sageMaker);
    }

    /**
     * Looks at the endpoint and does the next thing.
     *
     * @param release what is to be served
     * @param token where the attempt is
     * @return the answer to the job; success only when the endpoint is InService with the release's own config
     * @throws io.mlops.deploy.job.JobFailedException if the package may not be deployed, or names are taken
     * @throws SageMakerException if SageMaker refuses a call
     */
    public JobResult proceed(Release release, ContinuationToken token) {
        Optional<DescribeEndpointResponse> endpoint =
                describe(release.settings().endpointName());
        return token.changing() ? judge(release, token, endpoint) : begin(release, token, endpoint);
    }

    /** The attempt has not changed the endpoint, as far as its token knows. */
    private JobResult begin(Release release, ContinuationToken token, Optional<DescribeEndpointResponse> endpoint) {
        packages.requireApproved(release.modelPackageArn());
        try {
            return advance(release, token, endpoint);
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e) && token.tries() < MOST_TRIES) {
                // Model or config were made a moment ago, and are not yet visible everywhere (API reference,
                // CreateEndpoint).
                return new JobResult.InProgress(
                        "endpoint " + release.settings().endpointName() + " cannot be changed yet: " + e.getMessage(),
                        10,
                        token.refused());
            }
            throw e;
        }
    }

    private JobResult advance(Release release, ContinuationToken token, Optional<DescribeEndpointResponse> endpoint) {
        String configArn = configs.ensure(release);
        if (endpoint.isEmpty()) {
            configs.tag(configArn, release.execution(), token, "absent");
            return change(release, token, () -> create(release), "created");
        }
        DescribeEndpointResponse found = endpoint.get();
        if (serves(found, release)) {
            return EndpointAnswers.success(found, release);
        }
        String modified = String.valueOf(found.lastModifiedTime());
        if (configs.asked(configArn, token, modified)) {
            // A duplicate of an invocation that is changing the endpoint, or has: the next look judges what came of it.
            // Where the endpoint is as it was then, that invocation ended before it could ask SageMaker.
            return EndpointAnswers.waiting(found, token.nowChanging(), 50);
        }
        return switch (found.endpointStatus()) {
            case IN_SERVICE, OUT_OF_SERVICE -> {
                configs.tag(configArn, release.execution(), token, modified);
                yield change(release, token, () -> update(release), "updated");
            }
            case FAILED -> replace(found, token);
            case UPDATE_ROLLBACK_FAILED -> EndpointAnswers.stuck(found, "its last update and the rollback both failed");
            case CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, DELETING, UNKNOWN_TO_SDK_VERSION ->
                EndpointAnswers.waiting(found, token, 10);
        };
    }

    /** The attempt has asked for its change: what became of it? */
    private JobResult judge(Release release, ContinuationToken token, Optional<DescribeEndpointResponse> endpoint) {
        String name = release.settings().endpointName();
        if (endpoint.isEmpty()) {
            return new JobResult.Failure(
                    FailureType.JOB_FAILED,
                    "endpoint " + name + " was deleted while it was deployed to; retry the stage");
        }
        DescribeEndpointResponse found = endpoint.get();
        if (serves(found, release)) {
            return EndpointAnswers.success(found, release);
        }
        return switch (found.endpointStatus()) {
            case IN_SERVICE ->
                EndpointAnswers.failed(
                        found,
                        "it serves " + found.endpointConfigName() + ", not " + EndpointConfigName.of(release)
                                + ": the update was rolled back");
            case OUT_OF_SERVICE, FAILED -> EndpointAnswers.failed(found, "the deployment failed");
            case UPDATE_ROLLBACK_FAILED -> EndpointAnswers.stuck(found, "the update and its rollback both failed");
            case CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, DELETING, UNKNOWN_TO_SDK_VERSION ->
                EndpointAnswers.waiting(found, token, 50);
        };
    }

    private JobResult change(Release release, ContinuationToken token, Runnable change, String done) {
        String name = release.settings().endpointName();
        try {
            change.run();
        } catch (SageMakerException e) {
            if (SageMakerErrors.busy(e) || SageMakerErrors.exists(e)) {
                // A duplicate of this invocation was faster. Were it somebody else, the next look reports that the
                // endpoint serves another config: better than an update that may have been rolled back already.
                return new JobResult.InProgress(
                        "endpoint " + name + " is being " + done + " already", 50, token.nowChanging());
            }
            throw e;
        }
        return new JobResult.InProgress(
                "endpoint " + name + " is being " + done + " with " + EndpointConfigName.of(release),
                50,
                token.nowChanging());
    }

    private void create(Release release) {
        sageMaker.createEndpoint(
                create -> create.endpointName(release.settings().endpointName())
                        .endpointConfigName(EndpointConfigName.of(release))
                        .tags(EndpointConfigs.tags(release)));
    }

    private void update(Release release) {
        sageMaker.updateEndpoint(
                update -> update.endpointName(release.settings().endpointName())
                        .endpointConfigName(EndpointConfigName.of(release)));
    }

    /** An endpoint that failed cannot be updated: the next invocation finds it gone and creates it. */
    private JobResult replace(DescribeEndpointResponse endpoint, ContinuationToken token) {
        try {
            sageMaker.deleteEndpoint(delete -> delete.endpointName(endpoint.endpointName()));
        } catch (SageMakerException e) {
            // A duplicate of this invocation was faster.
            if (!SageMakerErrors.busy(e) && !SageMakerErrors.notFound(e)) {
                throw e;
            }
        }
        return new JobResult.InProgress(
                "endpoint " + endpoint.endpointName() + " was Failed" + EndpointAnswers.reason(endpoint)
                        + ": it is being replaced",
                10,
                token);
    }

    private static boolean serves(DescribeEndpointResponse endpoint, Release release) {
        return endpoint.endpointStatus() == EndpointStatus.IN_SERVICE
                && EndpointConfigName.of(release).equals(endpoint.endpointConfigName());
    }

    private Optional<DescribeEndpointResponse> describe(String name) {
        try {
            return Optional.of(sageMaker.describeEndpoint(describe -> describe.endpointName(name)));
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
