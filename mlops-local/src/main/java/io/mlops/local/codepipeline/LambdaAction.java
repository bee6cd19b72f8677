package io.mlops.local.codepipeline;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scheduler.Appointment;
import io.mlops.local.codepipeline.ActionRun.Progress;
import io.mlops.local.codepipeline.ActionRun.Success;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codepipeline.model.ActionRevision;
import software.amazon.awssdk.services.codepipeline.model.CurrentRevision;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.JobData;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Invokes a function asynchronously and waits for it to put its job's result. Without an answer in 20 minutes, or in 24
 * hours with continuations, the action fails (CodePipeline user guide, "Quotas").
 */
final class LambdaAction implements ActionWork {
    private static final Duration SILENCE = Duration.ofMinutes(20);
    private static final Duration WHOLE = Duration.ofHours(24);

    private final ActionContext context;
    private final String function;
    private Appointment silence = () -> {};

    LambdaAction(ActionContext context) {
        this.context = context;
        this.function = context.required("FunctionName");
    }

    ActionContext context() {
        return context;
    }

    @Override
    public void start() {
        Appointment whole = context.cloud().scheduler().after(WHOLE, this::timedOut);
        context.flow().change(context.run(), run -> {
            run.whenEnded(whole::cancel);
            run.whenEnded(this::cancelSilence);
        });
        invoke(Optional.empty());
    }

    private synchronized void cancelSilence() {
        silence.cancel();
    }

    private synchronized void awaitAnswer() {
        silence.cancel();
        silence = context.cloud().scheduler().after(SILENCE, this::timedOut);
    }

    private void timedOut() {
        context.fail(
                "JobFailed",
                "The AWS Lambda function " + function + " failed to return a result. Check the function to verify that"
                        + " it has permission to call the PutJobSuccessResult action and that it made a call to"
                        + " PutJobSuccessResult.");
    }

    private void invoke(Optional<String> continuationToken) {
        context.session()
                .ifPresent(session -> context.artifactSession()
                        .ifPresent(artifacts -> invoke(session, artifacts, continuationToken)));
    }

    private void invoke(AccessKey session, AccessKey artifacts, Optional<String> continuationToken) {
        JobData data = JobEvent.data(context, artifacts, continuationToken);
        LambdaJob job = new LambdaJob(context.cloud().ids().uuid(), this, data, continuationToken, new AtomicBoolean());
        Pipelines.of(context.cloud(), context.scope()).add(job);
        if (!context.flow().change(context.run(), run -> awaitAnswer())) {
            return;
        }
        try {
            context.cloud()
                    .client(
                            LambdaClient.class,
                            session.caller(),
                            context.scope().region())
                    .invoke(r -> r.functionName(function)
                            .invocationType(InvocationType.EVENT)
                            .payload(JobEvent.of(job, context.scope().accountId())));
        } catch (AwsServiceException e) {
            context.fail(
                    e.statusCode() == 403 ? "PermissionError" : "ConfigurationError",
                    "The AWS Lambda function " + function + " cannot be invoked: " + ActionWork.shown("AWSLambda", e));
        }
    }

    /** Takes a job's only answer. */
    private void answer(LambdaJob job) {
        boolean running = context.flow().change(context.run(), run -> {});
        if (!job.answered().compareAndSet(false, true) || !running) {
            throw InvalidJobStateException.builder()
                    .message("Job " + job.id() + " is not in progress: its result was put, or its action has ended")
                    .build();
        }
    }

    /** The function goes on later: it is invoked again, as a new job, with its token. */
    void continued(LambdaJob job, String continuationToken, Progress progress) {
        answer(job);
        context.flow().progressed(context.run(), progress);
        context.flow().change(context.run(), run -> awaitAnswer());
        Appointment again = context.cloud()
                .scheduler()
                .after(
                        context.cloud().settings().continuationDelay(),
                        () -> context.guarded(() -> invoke(Optional.of(continuationToken))));
        context.flow().change(context.run(), run -> run.whenEnded(again::cancel));
    }

    void succeeded(
            LambdaJob job, Map<String, String> outputVariables, Optional<CurrentRevision> current, Progress progress) {
        answer(job);
        current.ifPresent(found -> context.flow().change(context.run(), run -> run.revised(revision(found))));
        Optional<String> revision = context.run().inputs().stream().findFirst().flatMap(ArtifactPlace::revision);
        context.flow().succeeded(context.run(), new Success(outputVariables, revision, progress));
    }

    void failed(LambdaJob job, String type, String message, Progress progress) {
        answer(job);
        context.flow().progressed(context.run(), progress);
        context.fail(type, message);
    }

    private ActionRevision revision(CurrentRevision current) {
        return ActionRevision.builder()
                .revisionId(current.revision())
                .revisionChangeId(current.changeIdentifier())
                .created(current.created() == null ? context.cloud().scheduler().now() : current.created())
                .build();
    }
}
