package io.mlops.deploy;

import io.mlops.contract.ContractJson;
import io.mlops.contract.DeployParameters;
import io.mlops.deploy.artifact.ArtifactReader;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.endpoint.EndpointDeployment;
import io.mlops.deploy.job.ArtifactCredentials;
import io.mlops.deploy.job.CodePipelineJob;
import io.mlops.deploy.job.ContinuationToken;
import io.mlops.deploy.job.JobResult;
import io.mlops.deploy.report.DeployMetrics;
import io.mlops.deploy.report.StepLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.s3.S3Client;

/** One invocation for one job: reads what is to be deployed and takes the next step. */
final class Invocation {
    /** Holds until the settings are read, which say how long the action may take. */
    private static final Duration DEADLINE = Duration.ofHours(2);

    private final CodePipelineJob job;
    private final Function<ArtifactCredentials, S3Client> artifactClients;
    private final EndpointDeployment deployment;
    private final String region;
    private final Clock clock;
    private volatile StepLog log;
    private volatile @Nullable Release release;

    Invocation(
            CodePipelineJob job,
            Function<ArtifactCredentials, S3Client> artifactClients,
            EndpointDeployment deployment,
            String region,
            Clock clock,
            StepLog log) {
        this.job = job;
        this.artifactClients = artifactClients;
        this.deployment = deployment;
        this.region = region;
        this.clock = clock;
        this.log = log;
    }

    /** Returns the answer, whatever goes wrong, within the time that Lambda leaves. */
    JobResult run(Duration remaining) {
        try {
            ContinuationToken token = ContinuationToken.of(job, clock.instant());
            return inTime(token, Watchdog.run(remaining, () -> next(token), () -> late(token)));
        } catch (RuntimeException | Error e) {
            return AwsFailures.of(e);
        }
    }

    /** The log, with execution and endpoint as far as they are known. */
    StepLog log() {
        return log;
    }

    /** The metrics of an action that ends with this answer; none where its settings could not be read. */
    Optional<DeployMetrics> metrics(JobResult result) {
        Release known = release;
        if (known == null || result instanceof JobResult.InProgress) {
            return Optional.empty();
        }
        ContinuationToken token = ContinuationToken.of(job, clock.instant());
        return Optional.of(new DeployMetrics(
                known.settings().pipeline(),
                known.settings().stage(),
                known.settings().endpointName(),
                Duration.between(token.startedAt(), clock.instant()),
                result instanceof JobResult.Success,
                result instanceof JobResult.Failure failure && failure.rolledBack()));
    }

    private JobResult next(ContinuationToken token) {
        try {
            DeployParameters parameters =
                    ContractJson.read(DeployParameters.class, "UserParameters", job.userParameters());
            try (ArtifactReader reader = new ArtifactReader(job, artifactClients)) {
                Release found = Release.read(reader, parameters);
                release = found;
                log = log.of(found.execution(), found.settings().endpointName());
                found.requireFrom(region, job.accountId());
                log.step("artifacts", "to deploy: " + found.modelPackageArn());
                return deployment.proceed(found, token, log);
            }
        } catch (RuntimeException | Error e) {
            JobResult.Failure failure = AwsFailures.of(e);
            // What passes by itself is no reason to give an attempt up: the same step is taken again.
            return failure.type() == FailureType.SYSTEM_UNAVAILABLE
                    ? new JobResult.InProgress("going on later: " + failure.summary(), percent(token), token)
                    : failure;
        }
    }

    private JobResult late(ContinuationToken token) {
        return new JobResult.InProgress(
                "the function's own time was nearly up: going on in another invocation", percent(token), token);
    }

    private static int percent(ContinuationToken token) {
        return token.changing() ? 50 : 10;
    }

    private JobResult inTime(ContinuationToken token, JobResult result) {
        Release known = release;
        Duration deadline =
                known == null ? DEADLINE : Duration.ofMinutes(known.settings().deadlineInMinutes());
        boolean late = clock.instant().isAfter(token.startedAt().plus(deadline));
        return late && result instanceof JobResult.InProgress
                ? new JobResult.Failure(
                        FailureType.JOB_FAILED,
                        "not done within " + deadline.toMinutes() + " minutes: " + result.summary()
                                + "; look at the endpoint's log and retry the stage")
                : result;
    }
}
