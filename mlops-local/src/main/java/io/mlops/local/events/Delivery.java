package io.mlops.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.local.account.Caller;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import io.mlops.local.codepipeline.Pipelines;
import io.mlops.local.iam.RoleSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * One event on its way to one target. What fails for want of permission, or because the target is gone, is dropped with
 * a line in the log; throttling and faults of the target's service are tried again, each time after twice as long, as
 * often and as long as the target's retry policy says (default 185 times in 24 hours).
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int DEFAULT_RETRIES = 185;
    private static final int DEFAULT_AGE_SECONDS = 86400;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Cloud cloud;
    private final StoredRule rule;
    private final Target target;
    private final JsonNode event;
    private final Instant begun;
    private final Scope scope;

    Delivery(Cloud cloud, Scope scope, StoredRule rule, Target target, JsonNode event) {
        this.cloud = cloud;
        this.scope = scope;
        this.rule = rule;
        this.target = target;
        this.event = event;
        this.begun = cloud.scheduler().now();
    }

    void begin() {
        cloud.scheduler().execute(() -> attempt(0, Duration.ofSeconds(1)));
    }

    private void attempt(int retries, Duration wait) {
        try {
            send();
        } catch (AwsServiceException e) {
            boolean again = (e.isThrottlingException() || e.statusCode() >= 500) && mayRetry(retries);
            LOG.warn("rule {} could not reach {}: {}", rule.name(), target.arn(), e.getMessage());
            if (again) {
                Duration next = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
                cloud.scheduler().after(wait, () -> attempt(retries + 1, next));
            }
        }
    }

    private boolean mayRetry(int retries) {
        Optional<RetryPolicy> policy = Optional.ofNullable(target.retryPolicy());
        int most = policy.map(given -> given.maximumRetryAttempts()).orElse(DEFAULT_RETRIES);
        int age = policy.map(given -> given.maximumEventAgeInSeconds()).orElse(DEFAULT_AGE_SECONDS);
        return retries < most && cloud.scheduler().now().isBefore(begun.plusSeconds(age));
    }

    private void send() {
        String input = TargetInput.of(rule, target, event, begun);
        switch (TargetKind.of(target.arn()).orElseThrow()) {
            case PIPELINE -> startPipeline();
            case FUNCTION -> invoke(input);
            case TOPIC -> publish(input);
            case LOG_GROUP -> log(input);
        }
    }

    private void startPipeline() {
        Caller caller = RoleSessions.assumeFor(
                        cloud,
                        target.roleArn(),
                        "events.amazonaws.com",
                        cloud.ids().uuid().replace("-", ""))
                .orElseThrow(() -> Refusals.of(
                        "AccessDeniedException",
                        400,
                        "EventBridge is not authorized to perform: sts:AssumeRole on resource: " + target.roleArn()))
                .caller();
        String region = TargetKind.region(target.arn());
        String token = cloud.ids().uuid();
        Pipelines.startedBy(cloud, new Scope(caller.accountId(), region), token, rule.arn());
        cloud.client(CodePipelineClient.class, caller, region)
                .startPipelineExecution(
                        r -> r.name(TargetKind.name(target.arn())).clientRequestToken(token));
    }

    private void invoke(String input) {
        asService(LambdaClient.class)
                .invoke(r -> r.functionName(target.arn())
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(input)));
    }

    private void publish(String input) {
        asService(SnsClient.class).publish(r -> r.topicArn(target.arn()).message(input));
    }

    /** Only the target's own policy can let EventBridge in. */
    private <C> C asService(Class<C> type) {
        Caller caller = Caller.ofService("events.amazonaws.com", scope.accountId(), rule.arn());
        return cloud.client(type, caller, TargetKind.region(target.arn()));
    }

    /** Log groups here have no policy, so that their account lets EventBridge in. */
    private void log(String input) {
        Caller account = new Caller(
                scope.accountId(),
                "arn:aws:iam::" + scope.accountId() + ":root",
                scope.accountId(),
                "events.amazonaws.com",
                Optional.empty());
        CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.class, account, TargetKind.region(target.arn()));
        String group = TargetKind.name(target.arn());
        String stream = event.path("id").asText();
        logs.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
        logs.putLogEvents(r -> r.logGroupName(group)
                .logStreamName(stream)
                .logEvents(InputLogEvent.builder()
                        .timestamp(begun.toEpochMilli())
                        .message(input)
                        .build()));
    }
}
