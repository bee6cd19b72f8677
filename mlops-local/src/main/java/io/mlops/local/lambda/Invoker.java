package io.mlops.local.lambda;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.RoleSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Runs invocations on a function's instances, and asynchronous ones again where they failed. */
final class Invoker {
    private static final Logger LOG = LoggerFactory.getLogger(Invoker.class);

    /**
     * How long an instance waits for work before it is ended; AWS does not say, and takes minutes. They are the machine's:
     * a process is kept for its sake.
     */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

    private final Cloud cloud;
    private final String region;
    private final StoredFunction function;

    Invoker(Cloud cloud, String region, StoredFunction function) {
        this.cloud = cloud;
        this.region = region;
        this.function = function;
    }

    CompletableFuture<Invocation.Answer> invoke(String requestId, byte[] payload) {
        FunctionConfiguration configuration = function.configuration();
        FunctionInstance idle = function.takeIdle();
        FunctionInstance instance = idle == null ? start(configuration) : idle;
        Instant deadline = cloud.scheduler().now().plusSeconds(configuration.timeout());
        CompletableFuture<Invocation.Answer> answer = instance.run(cloud, new Invocation(requestId, payload, deadline));
        cloud.scheduler().underWay(answer);
        return answer.whenComplete((given, error) -> {
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
                .orElseThrow(LocalLambda::roleNotAssumable);
        return new FunctionInstance(cloud, region, configuration, function.code(), session);
    }

    /** Accepts an asynchronous invocation, which reaches the function once, or as faults on demand say. */
    void accept(String requestId, byte[] payload) {
        String name = function.configuration().functionName();
        for (Duration delay : cloud.chain().faults().deliveries(name)) {
            if (delay.isZero()) {
                invokeLater(requestId, payload, 1);
            } else {
                cloud.scheduler().after(delay, () -> invokeLater(requestId, payload, 1));
            }
        }
    }

    /**
     * Invokes asynchronously: a function error is retried after one minute and again after two (AWS Lambda developer
     * guide, asynchronous invocation).
     */
    private void invokeLater(String requestId, byte[] payload, int attempt) {
        cloud.scheduler().execute(() -> {
            CompletableFuture<Void> unused =
                    invoke(requestId, payload).thenAccept(answer -> retryIfFailed(answer, requestId, payload, attempt));
        });
    }

    private void retryIfFailed(Invocation.Answer answer, String requestId, byte[] payload, int attempt) {
        if (answer.failed() && attempt <= function.maximumRetryAttempts()) {
            LOG.info(
                    "function {} failed asynchronously; attempt {} follows",
                    function.configuration().functionName(),
                    attempt + 1);
            cloud.scheduler().after(Duration.ofMinutes(attempt), () -> invokeLater(requestId, payload, attempt + 1));
        }
    }
}
