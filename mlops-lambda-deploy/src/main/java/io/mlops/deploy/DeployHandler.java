package io.mlops.deploy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.mlops.contract.ContractJson;
import io.mlops.contract.DeployParameters;
import io.mlops.deploy.artifact.ArtifactReader;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.endpoint.EndpointDeployment;
import io.mlops.deploy.job.ArtifactCredentials;
import io.mlops.deploy.job.CodePipelineJob;
import io.mlops.deploy.job.ContinuationToken;
import io.mlops.deploy.job.JobResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * The Lambda function behind a CodePipeline Deploy action. Whatever happens it answers the job once, with {@code
 * PutJobSuccessResult} or {@code PutJobFailureResult}, since an action without an answer hangs until it times out. The
 * event is never logged: it holds credentials.
 */
public final class DeployHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeployHandler.class);
    /** How long an action may take over all of its invocations; CodePipeline itself ends it after 24 hours. */
    private static final Duration DEADLINE = Duration.ofHours(2);

    private final CodePipelineClient codePipeline;
    private final Function<ArtifactCredentials, S3Client> artifactClients;
    private final EndpointDeployment deployment;
    private final String region;
    private final Clock clock;

    /** Makes the function as Lambda does, once a process. */
    public DeployHandler() {
        this(new AwsClients());
    }

    private DeployHandler(AwsClients clients) {
        this(clients.codePipeline(), clients::s3, clients.sageMaker(), clients.region(), Clock.systemUTC());
    }

    DeployHandler(
            CodePipelineClient codePipeline,
            Function<ArtifactCredentials, S3Client> artifactClients,
            SageMakerClient sageMaker,
            String region,
            Clock clock) {
        this.codePipeline = codePipeline;
        this.artifactClients = artifactClients;
        this.deployment = new EndpointDeployment(sageMaker);
        this.region = region;
        this.clock = clock;
    }

    /**
     * Answers one invocation of the action.
     *
     * @param event CodePipeline's event
     * @param output stays empty: CodePipeline reads job results only
     * @param context Lambda's context
     * @throws RuntimeException if CodePipeline cannot be told the answer, so that Lambda invokes again
     */
    @Override
    public void handleRequest(InputStream event, OutputStream output, Context context) {
        CodePipelineJob job;
        try {
            job = CodePipelineJob.read(event);
        } catch (IOException e) {
            LOG.error("no job to answer: {}", e.getMessage());
            return;
        }
        if (job.id().isEmpty()) {
            LOG.error("no job to answer: the event has no CodePipeline.job with an id; only CodePipeline invokes this");
            return;
        }
        answer(job, resultOf(job));
    }

    private JobResult resultOf(CodePipelineJob job) {
        try {
            ContinuationToken token = ContinuationToken.of(job, clock.instant());
            return inTime(token, resultOf(job, token));
        } catch (RuntimeException | Error e) {
            return AwsFailures.of(e);
        }
    }

    private JobResult resultOf(CodePipelineJob job, ContinuationToken token) {
        try {
            DeployParameters parameters =
                    ContractJson.read(DeployParameters.class, "UserParameters", job.userParameters());
            try (ArtifactReader reader = new ArtifactReader(job, artifactClients)) {
                Release release = Release.read(reader, parameters);
                release.requireFrom(region, job.accountId());
                return deployment.proceed(release, token);
            }
        } catch (RuntimeException | Error e) {
            JobResult.Failure failure = AwsFailures.of(e);
            // What passes by itself is no reason to give an attempt up: the same step is taken again.
            return failure.type() == FailureType.SYSTEM_UNAVAILABLE
                    ? new JobResult.InProgress(
                            "going on later: " + failure.summary(), token.changing() ? 50 : 10, token)
                    : failure;
        }
    }

    private JobResult inTime(ContinuationToken token, JobResult result) {
        boolean late = clock.instant().isAfter(token.startedAt().plus(DEADLINE));
        return late && result instanceof JobResult.InProgress
                ? new JobResult.Failure(
                        FailureType.JOB_FAILED,
                        "not done within " + DEADLINE.toMinutes() + " minutes: " + result.summary()
                                + "; look at the endpoint's log and retry the stage")
                : result;
    }

    private void answer(CodePipelineJob job, JobResult result) {
        try {
            result.put(codePipeline, job.id());
            LOG.info("job {}: {}: {}", job.id(), result.getClass().getSimpleName(), result.summary());
        } catch (InvalidJobStateException | JobNotFoundException e) {
            LOG.info("job {}: answered before: {}", job.id(), result.summary());
        }
    }
}
