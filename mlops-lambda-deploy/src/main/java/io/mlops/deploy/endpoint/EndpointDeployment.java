package io.mlops.deploy.endpoint;

import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.ContinuationToken;
import io.mlops.deploy.job.JobResult;
import io.mlops.deploy.report.StepLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
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

    private final Clock clock;
    private final SageMakerClient sageMaker;
    private final ModelPackages packages;
    private final Models models;
    private final EndpointConfigs configs;
    private final Attempts attempts;
    private final EndpointChange change;
    private final EndpointAnswers answers;
    private final DeploymentEnd end;

    /**
     * Makes the deployment.
     *
     * @param clients the AWS clients
     * @param clock the time
     */
    public EndpointDeployment(EndpointClients clients, Clock clock) {
        this.clock = clock;
        this.sageMaker = clients.sageMaker();
        this.packages = new ModelPackages(clients);
        this.models = new Models(sageMaker);
        this.configs = new EndpointConfigs(sageMaker);
        this.attempts = new Attempts(sageMaker);
        RollbackAlarms alarms = new RollbackAlarms(clients.cloudWatch());
        VariantScaling scaling = new VariantScaling(clients.autoScaling());
        this.change = new EndpointChange(sageMaker, configs, attempts, alarms, scaling);
        this.answers = new EndpointAnswers(new EndpointLog(clients.logs()));
        this.end = new DeploymentEnd(sageMaker, models, configs, attempts, scaling, new Leftovers(sageMaker, alarms));
    }

    /**
     * Looks at the endpoint and does the next thing.
     *
     * @param release what is to be served
     * @param token where the attempt is
     * @param log takes the steps
     * @return the answer to the job; success only when the endpoint is InService with the release's own config
     * @throws io.mlops.deploy.job.JobFailedException if the package may not be deployed, or names are taken
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if AWS refuses a call
     */
    public JobResult proceed(Release release, ContinuationToken token, StepLog log) {
        Instant looked = clock.instant();
        Optional<DescribeEndpointResponse> endpoint =
                describe(release.settings().endpointName());
        log.step(
                "DescribeEndpoint",
                endpoint.map(found -> "it is " + found.endpointStatusAsString() + " with " + found.endpointConfigName())
                        .orElse("it is absent"));
        return token.changing()
                ? judge(release, token, endpoint, log)
                : begin(release, token, endpoint, new Fence(clock, looked), log);
    }

    /** The attempt has not changed the endpoint, as far as its token knows. */
    private JobResult begin(
            Release release,
            ContinuationToken token,
            Optional<DescribeEndpointResponse> endpoint,
            Fence fence,
            StepLog log) {
        List<ContainerDefinition> containers = packages.require(release);
        try {
            return advance(release, token, containers, endpoint, fence, log);
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

    private JobResult advance(
            Release release,
            ContinuationToken token,
            List<ContainerDefinition> containers,
            Optional<DescribeEndpointResponse> endpoint,
            Fence fence,
            StepLog log) {
        String name = EndpointConfigName.of(release);
        models.ensure(release, name, containers);
        String configArn = configs.ensure(release, name);
        if (endpoint.isEmpty()) {
            return change.create(release, token, configArn, fence, log);
        }
        DescribeEndpointResponse found = endpoint.get();
        if (serves(found, release)) {
            return end.succeeded(found, release, log);
        }
        if (attempts.asked(configArn, token, String.valueOf(found.lastModifiedTime()))) {
            // A duplicate of an invocation that is changing the endpoint, or has: the next look judges what came of it.
            // Where the endpoint is as it was then, that invocation ended before it could ask SageMaker.
            return EndpointAnswers.waiting(found, token.nowChanging(), 50);
        }
        return switch (found.endpointStatus()) {
            case IN_SERVICE, OUT_OF_SERVICE -> change.update(release, token, found, configArn, fence, log);
            case FAILED -> change.replace(release, token, found, configArn, log);
            case UPDATE_ROLLBACK_FAILED -> answers.stuck(found, "its last update and the rollback both failed");
            case CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, DELETING, UNKNOWN_TO_SDK_VERSION ->
                EndpointAnswers.waiting(found, token, 10);
        };
    }

    /** The attempt has asked for its change: what became of it? */
    private JobResult judge(
            Release release, ContinuationToken token, Optional<DescribeEndpointResponse> endpoint, StepLog log) {
        String name = release.settings().endpointName();
        if (endpoint.isEmpty()) {
            return new JobResult.Failure(
                    FailureType.JOB_FAILED,
                    "endpoint " + name + " was deleted while it was deployed to; retry the stage");
        }
        DescribeEndpointResponse found = endpoint.get();
        if (serves(found, release)) {
            return end.succeeded(found, release, log);
        }
        return switch (found.endpointStatus()) {
            case IN_SERVICE -> notOurs(found, release, log);
            case OUT_OF_SERVICE, FAILED -> answers.failed(found, "the deployment failed");
            case UPDATE_ROLLBACK_FAILED -> answers.stuck(found, "the update and its rollback both failed");
            case CREATING, UPDATING, SYSTEM_UPDATING, DELETING, UNKNOWN_TO_SDK_VERSION ->
                EndpointAnswers.waiting(found, token, 50);
            case ROLLING_BACK -> EndpointAnswers.waiting(found, token, 80);
        };
    }

    /** What was served before is served again, or something third. */
    private JobResult notOurs(DescribeEndpointResponse found, Release release, StepLog log) {
        String wanted = EndpointConfigName.of(release);
        Optional<String> before =
                configs.describe(wanted).flatMap(config -> attempts.previous(config.endpointConfigArn()));
        end.restoreScaling(release, log);
        return before.isPresent() && !before.get().equals(found.endpointConfigName())
                ? answers.superseded(found, wanted)
                : answers.rolledBack(found, wanted);
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
