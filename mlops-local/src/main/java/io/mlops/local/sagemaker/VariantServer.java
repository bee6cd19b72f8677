package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.ErrorCodes;
import io.mlops.local.sagemaker.ServerStart.Started;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/** The one process that serves a production variant: started, watched, started again when it dies, and ended. */
final class VariantServer {
    private static final Logger LOG = LoggerFactory.getLogger(VariantServer.class);
    private static final Duration PING_INTERVAL = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final int MOST_PORTS = 4;
    private static final int MOST_RESTARTS = 5;

    private final Cloud cloud;
    private final Scope scope;
    private final String endpoint;
    private final ProductionVariant variant;
    private final Container container;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Consumer<Optional<String>> outcome = reason -> {};
    private Optional<Started> running = Optional.empty();
    private boolean healthy;
    private boolean stopped;
    private int invocations;
    private int ports;
    private int restarts;

    VariantServer(Cloud cloud, Scope scope, String endpoint, ProductionVariant variant, Container container) {
        this.cloud = cloud;
        this.scope = scope;
        this.endpoint = endpoint;
        this.variant = variant;
        this.container = container;
    }

    ProductionVariant variant() {
        return variant;
    }

    Container container() {
        return container;
    }

    /** Gives the port to invoke, where a process runs. */
    synchronized Optional<ContainerPort> port() {
        return running.map(Started::port);
    }

    /** Counts an invocation in, which the process is not asked to end before; tells whether it takes any more. */
    synchronized boolean enter() {
        if (!stopped) {
            invocations++;
        }
        return !stopped;
    }

    /** Counts an invocation out. */
    synchronized void leave() {
        invocations--;
        if (stopped && invocations == 0) {
            running.ifPresent(last -> last.child().terminate());
        }
    }

    /** Starts, and tells once how that went: nothing when it is healthy, the reason when it failed. */
    synchronized void start(Path parent, Consumer<Optional<String>> told) {
        this.outcome = told;
        Integer timeout = variant.modelDataDownloadTimeoutInSeconds();
        if (timeout != null) {
            cloud.scheduler().after(Duration.ofSeconds(timeout), this::refuseLateData);
        }
        cloud.scheduler()
                .execute(() ->
                        guarded(() -> launch(new ServerStart(cloud, scope, endpoint, variant, container, parent))));
    }

    private void refuseLateData() {
        boolean late;
        synchronized (this) {
            late = ports == 0 && !stopped;
        }
        if (late) {
            var unused = stop();
            fail("Failed to download model data for production variant " + variant.variantName() + " within its"
                    + " ModelDataDownloadTimeoutInSeconds.");
        }
    }

    private interface Step {
        void run() throws ContainerFailure, IOException;
    }

    /** A fault of the emulator's own, whatever it is, fails the start. */
    private void guarded(Step step) {
        try {
            step.run();
        } catch (ContainerFailure e) {
            fail(e.reason());
        } catch (AwsServiceException e) {
            fail(ErrorCodes.message(e));
        } catch (Throwable e) {
            if (cloud.scheduler().isClosed()) {
                LOG.debug("variant {} of endpoint {} was cut off by the end", variant.variantName(), endpoint, e);
            } else {
                LOG.error("variant {} of endpoint {} met a fault", variant.variantName(), endpoint, e);
            }
            fail("Request to service failed. If failure persists after retry, contact customer support.");
        }
    }

    private synchronized void launch(ServerStart start) throws IOException {
        if (stopped) {
            start.log().close();
            return;
        }
        ports++;
        Started started = start.launch();
        running = Optional.of(started);
        var unused = started.child()
                .onExit()
                .thenAccept(status -> cloud.scheduler().execute(() -> guarded(() -> exited(started, start, status))));
        cloud.scheduler().after(PING_INTERVAL, () -> guarded(() -> ping(started)));
    }

    private void ping(Started pinged) {
        if (!isCurrent(pinged)) {
            return;
        }
        boolean answered = pinged.port().ping();
        synchronized (this) {
            if (!isCurrent(pinged)) {
                return;
            } else if (!answered && cloud.scheduler().now().isBefore(pinged.deadline())) {
                cloud.scheduler().after(PING_INTERVAL, () -> guarded(() -> ping(pinged)));
                return;
            } else if (!answered) {
                pinged.child().kill();
                return;
            }
            healthy = true;
        }
        tell(Optional.empty());
    }

    private synchronized boolean isCurrent(Started some) {
        return !stopped && running.filter(some::equals).isPresent();
    }

    private void exited(Started some, ServerStart start, int status) {
        try {
            start.log().flush();
        } finally {
            ended(some, start, status);
        }
    }

    private void ended(Started some, ServerStart start, int status) {
        boolean another = some.port().isTaken();
        synchronized (this) {
            running = running.filter(current -> !current.equals(some));
            if (stopped) {
                try {
                    start.log().close();
                } finally {
                    ended.complete(null);
                }
                return;
            } else if (!healthy && another && ports < MOST_PORTS) {
                cloud.scheduler().execute(() -> guarded(() -> launch(start)));
                return;
            } else if (healthy) {
                restart(start, status);
                return;
            }
        }
        fail(unhealthy());
    }

    /** SageMaker replaces an instance whose container died; here the process is, a few times, ever later. */
    private void restart(ServerStart start, int status) {
        LOG.warn("endpoint {}: the container of variant {} exited with {}", endpoint, variant.variantName(), status);
        if (restarts < MOST_RESTARTS) {
            Duration delay = RESTART_DELAY.multipliedBy(1L << restarts);
            restarts++;
            cloud.scheduler().after(delay, () -> guarded(() -> launch(start)));
        }
    }

    private String unhealthy() {
        return "The primary container for production variant " + variant.variantName()
                + " did not pass the ping health check. Please check CloudWatch logs for this endpoint.";
    }

    private void fail(String reason) {
        tell(Optional.of(reason));
    }

    private void tell(Optional<String> result) {
        Consumer<Optional<String>> told;
        synchronized (this) {
            told = outcome;
            outcome = reason -> {};
        }
        told.accept(result);
    }

    /** Asks the process to end, once what it is answering is answered, and ends it half a minute later anyway. */
    synchronized CompletableFuture<Void> stop() {
        if (!stopped) {
            stopped = true;
            running.ifPresentOrElse(this::end, () -> ended.complete(null));
        }
        return ended;
    }

    private void end(Started last) {
        if (invocations == 0) {
            last.child().terminate();
        }
        var kill = cloud.scheduler().after(GRACE, last.child()::kill);
        var unused = ended.thenRun(kill::cancel);
    }
}
