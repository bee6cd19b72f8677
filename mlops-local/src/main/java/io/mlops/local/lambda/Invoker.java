package io.mlops.local.lambda;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import io.mlops.local.iam.RoleSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ThrottleReason;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Runs invocations on a function's instances, and asynchronous ones again where they failed. */
final class Invoker {
    private static final Logger LOG = LoggerFactory.getLogger(Invoker.class);

    /**
     * How long an instance waits for work before it is ended; AWS does not say, and takes minutes. They are the machine's:
     * a process is kept for its sake.
     */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);
    /** Throttled events are tried again after 1 s, then ever later up to this (asynchronous invocation). */
    private static final Duration LONGEST_THROTTLE = Duration.ofMinutes(5);

    private final Cloud cloud;
    private final String region;
    private final StoredFunction function;

    Invoker(Cloud cloud, String region, StoredFunction function) {
        this.cloud = cloud;
        this.region = region;
        this.function = function;
    }

    CompletableFuture<Invocation.Answer> invoke(String requestId, byte[] payload) {
        if (!function.enter()) {
            throw TooManyRequestsException.builder()
                    .message("Rate Exceeded.")
                    .reason(ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED)
                    .type("User")
                    .build();
        }
        try {
            return run(requestId, payload);
        } catch (RuntimeException | Error e) {
            function.leave();
            throw e;
        }
    }

    private CompletableFuture<Invocation.Answer> run(String requestId, byte[] payload) {
        FunctionConfiguration configuration = function.configuration();
        FunctionInstance idle = function.takeIdle(cloud.scheduler().now());
        FunctionInstance instance = idle == null ? start(configuration) : idle;
        Instant deadline = cloud.scheduler().now().plusSeconds(configuration.timeout());
        CompletableFuture<Invocation.Answer> answer = instance.run(cloud, new Invocation(requestId, payload, deadline));
        cloud.scheduler().underWay(answer);
        return answer.whenComplete((given, error) -> {
            function.leave();
            Instant since = cloud.scheduler().wallClock();
            function.giveBack(instance, since);
            cloud.scheduler().after(IDLE, () -> endIfIdle(instance, since));
        });
    }

    /** Ends an instance that has done nothing since. */
    private void endIfIdle(FunctionInstance instance, Instant since) {
        if (Duration.between(since, cloud.scheduler().wallClock()).compareTo(IDLE.minus(CLOCKS_DIFFER)) >= 0) {
            function.endIfIdleSince(instance, since);
        }
    }

    private FunctionInstance start(FunctionConfiguration configuration) {
        AccessKey session = RoleSessions.assumeFor(
                        cloud,
                        configuration.role(),
                        "lambda.amazonaws.com",
                        configuration.functionName(),
                        Optional.of(configuration.functionArn()),
                        Map.of())
                .orElseThrow(() -> Refusals.of("AccessDeniedException", 403, LambdaErrors.ROLE_NOT_ASSUMABLE));
        return new FunctionInstance(cloud, region, configuration, function.code(), session);
    }

    /** Accepts an asynchronous invocation, which reaches the function once, or as faults on demand say. */
    void accept(String requestId, byte[] payload) {
        String name = function.configuration().functionName();
        for (Duration delay : cloud.chain().faults().deliveries(name)) {
            if (delay.isZero()) {
                invokeLater(requestId, payload);
            } else {
                cloud.scheduler().after(delay, () -> invokeLater(requestId, payload));
            }
        }
    }

    /**
     * Invokes asynchronously: a function error is retried after one minute and again after two, a throttle until the
     * event is too old (AWS Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation").
     */
    private void invokeLater(String requestId, byte[] payload) {
        Event event = new Event(
                requestId, SdkBytes.fromByteArray(payload), cloud.scheduler().now());
        cloud.scheduler().execute(() -> attempt(event, 1, Duration.ofSeconds(1)));
    }

    private record Event(String requestId, SdkBytes payload, Instant accepted) {}

    private void attempt(Event event, int attempt, Duration throttle) {
        CompletableFuture<Invocation.Answer> answer;
        try {
            answer = invoke(event.requestId(), event.payload().asByteArray());
        } catch (TooManyRequestsException e) {
            Duration next = throttle.multipliedBy(2);
            again(
                    event,
                    throttle,
                    () -> attempt(event, attempt, next.compareTo(LONGEST_THROTTLE) > 0 ? LONGEST_THROTTLE : next));
            return;
        } catch (AwsServiceException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> unused = answer.handle((given, error) -> {
            retryIfFailed(event, attempt, given);
            return null;
        });
    }

    private void retryIfFailed(Event event, int attempt, Invocation.@Nullable Answer given) {
        boolean failed = given == null || given.failed();
        if (failed && attempt <= function.eventInvokeConfig().mostRetries()) {
            again(event, Duration.ofMinutes(attempt), () -> attempt(event, attempt + 1, Duration.ofSeconds(1)));
        }
    }

    private void again(Event event, Duration delay, Runnable next) {
        Instant due = cloud.scheduler().now().plus(delay);
        boolean tooOld = Duration.between(event.accepted(), due)
                        .compareTo(function.eventInvokeConfig().longestAge())
                > 0;
        LOG.info(
                "function {} did not take its event {}: {}",
                function.configuration().functionName(),
                event.requestId(),
                tooOld ? "the event is too old" : "it follows again in " + delay);
        if (!tooOld) {
            cloud.scheduler().after(delay, next);
        }
    }
}
