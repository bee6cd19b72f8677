package io.mlops.deploy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.mlops.deploy.endpoint.EndpointClients;
import io.mlops.deploy.endpoint.EndpointDeployment;
import io.mlops.deploy.job.ArtifactCredentials;
import io.mlops.deploy.job.CodePipelineJob;
import io.mlops.deploy.job.JobResult;
import io.mlops.deploy.report.StepLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The Lambda function behind a CodePipeline Deploy action. Whatever happens it answers the job once, with {@code
 * PutJobSuccessResult} or {@code PutJobFailureResult}, since an action without an answer hangs until it times out. The
 * event is never logged: it holds credentials.
 */
public final class DeployHandler implements RequestStreamHandler {
    private final CodePipelineClient codePipeline;
    private final Function<ArtifactCredentials, S3Client> artifactClients;
    private final EndpointDeployment deployment;
    private final String region;
    private final Clock clock;
    private final PrintStream out;

    /** Makes the function as Lambda does, once a process. */
    public DeployHandler() {
        this(new AwsClients());
    }

    private DeployHandler(AwsClients clients) {
        this(clients.codePipeline(), clients::s3, clients.endpoint(), clients.region(), Clock.systemUTC(), System.out);
    }

    DeployHandler(
            CodePipelineClient codePipeline,
            Function<ArtifactCredentials, S3Client> artifactClients,
            EndpointClients clients,
            String region,
            Clock clock,
            PrintStream out) {
        this.codePipeline = codePipeline;
        this.artifactClients = artifactClients;
        this.deployment = new EndpointDeployment(clients, clock);
        this.region = region;
        this.clock = clock;
        this.out = out;
    }

    /**
     * Answers one invocation of the action.
     *
     * @param event CodePipeline's event
     * @param output stays empty: CodePipeline reads job results only
     * @param context Lambda's context, which says how much time is left
     * @throws RuntimeException if CodePipeline cannot be told the answer, so that Lambda invokes again
     */
    @Override
    public void handleRequest(InputStream event, OutputStream output, Context context) {
        StepLog log = new StepLog(out, clock, "");
        CodePipelineJob job;
        try {
            job = CodePipelineJob.read(event);
        } catch (IOException e) {
            log.warn("event", "no job to answer: " + e.getMessage());
            return;
        }
        if (job.id().isEmpty()) {
            log.warn(
                    "event",
                    "no job to answer: the event has no CodePipeline.job with an id; only CodePipeline invokes this");
            return;
        }
        Invocation invocation =
                new Invocation(job, artifactClients, deployment, region, clock, new StepLog(out, clock, job.id()));
        answer(job, invocation, invocation.run(Duration.ofMillis(context.getRemainingTimeInMillis())));
    }

    private void answer(CodePipelineJob job, Invocation invocation, JobResult result) {
        try {
            result.put(codePipeline, job.id());
            invocation.log().step(result.getClass().getSimpleName(), result.summary());
            invocation.metrics(result).ifPresent(metrics -> metrics.write(out, clock.instant()));
        } catch (InvalidJobStateException | JobNotFoundException e) {
            invocation.log().step("answered", "the job was answered before: " + result.summary());
        }
    }
}
